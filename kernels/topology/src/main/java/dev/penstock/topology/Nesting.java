package dev.penstock.topology;

/**
 * Where rings may lie: a hole directly in its shell, a shell in nothing or directly in a hole. In
 * valid polygons there is nothing between.
 */
final class Nesting {
  /** Rings above a hole that are asked for its polygon, before it is called nested anyway. */
  private static final int MOST_STEPS = 64;

  private final RingSet rings;
  private final Encounters found;
  private final BoxTree tree;
  private final PointInRing inRing;
  private final Forest forest;

  Nesting(RingSet rings, Encounters found, BoxTree tree, Forest forest) {
    this.rings = rings;
    this.found = found;
    this.tree = tree;
    this.inRing = new PointInRing(rings, tree);
    this.forest = forest;
  }

  void check() {
    if (tree.rings < 2) {
      return;
    }
    forest.build();
    for (int i = 0; i < tree.rings; i++) {
      int ring = tree.order[i];
      if (!found.tangled[ring] && !tree.effort.isExhausted()) {
        judge(ring);
      }
    }
  }

  private void judge(int ring) {
    int around = forest.parent(ring);
    if (rings.isHole(ring)) {
      int shell = rings.shell[rings.part[ring]];
      if (shell >= 0 && around != shell) {
        judgeHole(ring, shell);
      }
    } else if (around >= 0 && !rings.isHole(around)) {
      found.at(DefectKind.NESTED_SHELLS, forest.leftmost(ring), ring, around);
    }
  }

  private void judgeHole(int hole, int shell) {
    boolean inside = isInside(hole, shell);
    if (tree.effort.isExhausted()) {
      return;
    }
    if (!inside) {
      found.at(DefectKind.HOLE_OUTSIDE_SHELL, forest.leftmost(hole), hole, shell);
      return;
    }
    int around = forest.parent(hole);
    for (int i = 0; i < MOST_STEPS && around >= 0; i++) {
      if (around == shell) {
        return;
      }
      if (rings.part[around] == rings.part[hole]) {
        break;
      }
      around = forest.parent(around);
    }
    if (around >= 0) {
      found.at(DefectKind.NESTED_HOLES, forest.leftmost(hole), hole, around);
    }
  }

  private boolean isInside(int ring, int container) {
    for (int p = rings.first[ring]; p < rings.last[ring]; p++) {
      int side = inRing.locate(container, rings.xy[2 * p], rings.xy[2 * p + 1]);
      if (side != PointInRing.ON) {
        return side == 1;
      }
    }
    return true;
  }
}
