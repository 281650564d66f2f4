package dev.penstock.topology;

/**
 * The first edge left of a vertex, on a line just above it. Edges that end at the vertex or pass
 * through it do not count.
 */
final class LeftRay {
  private final RingSet rings;
  private final BoxTree tree;
  private int from;
  private double x;
  private double y;
  private int best;
  private int bestRing;

  /** No edge further left than this is of interest. */
  private double reach;

  private long steps;

  LeftRay(RingSet rings, BoxTree tree) {
    this.rings = rings;
    this.tree = tree;
  }

  /** The edge that a position of a ring sees to its left, or -1; of no use without effort left. */
  int hit(int position, int ring) {
    from = position;
    x = rings.xy[2 * position];
    y = rings.xy[2 * position + 1];
    best = -1;
    reach = Double.NEGATIVE_INFINITY;
    steps = 0;
    // From the leaf upwards: what is near in the tree is mostly near on the line as well, and such
    // a hit spares all that is further left.
    int node = tree.ringLeaf[ring] + (position - rings.first[ring]) / BoxTree.RUN;
    for (int level = 0; level < tree.levels && !tree.effort.isExhausted(); level++) {
      others(level, node);
      node >>= BoxTree.FAN_SHIFT;
    }
    tree.effort.spend(steps);
    return best;
  }

  /** The ring of the edge that was hit last. */
  int hitRing() {
    return bestRing;
  }

  private void others(int level, int node) {
    int first = node >> BoxTree.FAN_SHIFT << BoxTree.FAN_SHIFT;
    int end = Math.min(tree.count[level], first + (1 << BoxTree.FAN_SHIFT));
    visit(level, node + 1, end);
    if (level == 0) {
      leaf(node);
    }
    visit(level, first, node);
  }

  private void visit(int level, int from, int to) {
    double[] box = tree.box;
    int base = tree.offset[level];
    steps += to - from;
    for (int i = to - 1; i >= from; i--) {
      int b = 4 * (base + i);
      if (box[b + 1] <= y && box[b + 3] > y && box[b] < x && box[b + 2] >= reach) {
        if (level == 0) {
          leaf(i);
        } else {
          visit(level - 1, i << BoxTree.FAN_SHIFT, tree.childEnd(level, i));
        }
      }
    }
  }

  private void leaf(int leaf) {
    double[] xy = rings.xy;
    int end = tree.leafEdgeEnd(leaf, rings);
    for (int e = tree.leafEdge[leaf]; e < end; e++) {
      boolean up = xy[2 * e + 3] > y;
      if ((xy[2 * e + 1] > y) != up
          && (xy[2 * e] < x || xy[2 * e + 2] < x)
          && isLeft(e, up)
          && (best < 0 || isRightOf(e, best))) {
        best = e;
        bestRing = tree.leafRing[leaf];
        reach = leastX(e);
      }
    }
  }

  private boolean isLeft(int e, boolean up) {
    int side = rings.turn(e, e + 1, from);
    return up ? side < 0 : side > 0;
  }

  /** Whether edge e meets the line right of edge f; edges that do not cross. */
  private boolean isRightOf(int e, int f) {
    int lowE = lower(e);
    int highE = 2 * e + 1 - lowE;
    int lowF = lower(f);
    int highF = 2 * f + 1 - lowF;
    int side =
        yOf(lowE) >= yOf(lowF) ? rings.turn(lowF, highF, lowE) : -rings.turn(lowE, highE, lowF);
    if (side == 0) {
      side =
          yOf(highE) <= yOf(highF)
              ? rings.turn(lowF, highF, highE)
              : -rings.turn(lowE, highE, highF);
    }
    return side < 0;
  }

  private int lower(int e) {
    return yOf(e) < yOf(e + 1) ? e : e + 1;
  }

  private double yOf(int position) {
    return rings.xy[2 * position + 1];
  }

  /** A bit less than the x where an edge meets the line. */
  private double leastX(int e) {
    double ax = rings.xy[2 * e];
    double bx = rings.xy[2 * e + 2];
    double t = (y - yOf(e)) / (yOf(e + 1) - yOf(e));
    double at = ax + t * (bx - ax);
    double least = Math.min(ax, bx);
    return Math.max(least, at - 1e-14 * (Math.abs(ax) + Math.abs(bx)));
  }
}
