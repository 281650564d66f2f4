package dev.penstock.topology;

/**
 * Finds every pair of edges that meet, by walking a tree of boxes against itself. Neighbouring
 * edges count only where the ring turns back on itself.
 */
final class EdgeJoin {
  private final Encounters found;
  private final RingSet rings;
  private final BoxTree tree;
  private double[] xy = {};
  private int ringE;
  private int ringF;
  private boolean stopped;

  EdgeJoin(RingSet rings, BoxTree tree, Encounters found) {
    this.rings = rings;
    this.tree = tree;
    this.found = found;
  }

  /** Finds all of them; answers false when it ended early, with too many or for lack of effort. */
  boolean run() {
    xy = rings.xy;
    stopped = false;
    if (tree.leaves > 0) {
      within(tree.levels - 1, 0);
    }
    xy = new double[0];
    return !stopped;
  }

  private void within(int level, int node) {
    if (level == 0) {
      withinLeaf(node);
      return;
    }
    int end = tree.childEnd(level, node);
    for (int i = node << BoxTree.FAN_SHIFT; i < end && !stopped; i++) {
      within(level - 1, i);
      for (int k = i + 1; k < end; k++) {
        if (meet(4 * (tree.offset[level - 1] + i), 4 * (tree.offset[level - 1] + k))) {
          between(level - 1, i, k);
        }
      }
    }
  }

  private void between(int level, int a, int b) {
    if (level == 0) {
      betweenLeaves(a, b);
      return;
    }
    int endA = tree.childEnd(level, a);
    int endB = tree.childEnd(level, b);
    int below = tree.offset[level - 1];
    int boxB = 4 * (tree.offset[level] + b);
    for (int i = a << BoxTree.FAN_SHIFT; i < endA && !stopped; i++) {
      if (meet(4 * (below + i), boxB)) {
        for (int k = b << BoxTree.FAN_SHIFT; k < endB; k++) {
          if (meet(4 * (below + i), 4 * (below + k))) {
            between(level - 1, i, k);
          }
        }
      }
    }
  }

  private boolean meet(int i, int k) {
    double[] box = tree.box;
    return box[i] <= box[k + 2]
        && box[k] <= box[i + 2]
        && box[i + 1] <= box[k + 3]
        && box[k + 1] <= box[i + 3];
  }

  private void withinLeaf(int leaf) {
    ringE = tree.leafRing[leaf];
    ringF = ringE;
    int end = tree.leafEdgeEnd(leaf, rings);
    for (int e = tree.leafEdge[leaf]; e + 1 < end; e++) {
      turnsBack(e, e + 1);
      compare(e, e + 2, end);
    }
  }

  private void betweenLeaves(int a, int b) {
    tree.effort.spend(BoxTree.RUN);
    double[] box = tree.box;
    double left = Math.max(box[4 * a], box[4 * b]);
    double low = Math.max(box[4 * a + 1], box[4 * b + 1]);
    double right = Math.min(box[4 * a + 2], box[4 * b + 2]);
    double high = Math.min(box[4 * a + 3], box[4 * b + 3]);
    ringE = tree.leafRing[a];
    ringF = tree.leafRing[b];
    int fromB = tree.leafEdge[b];
    int endB = tree.leafEdgeEnd(b, rings);
    int endA = tree.leafEdgeEnd(a, rings);
    double[] at = xy;
    for (int e = tree.leafEdge[a]; e < endA; e++) {
      if (!beyond(at[2 * e], at[2 * e + 2], left, right)
          && !beyond(at[2 * e + 1], at[2 * e + 3], low, high)) {
        compare(e, fromB, endB);
      }
    }
    stopped |= found.tooMany() || tree.effort.isExhausted();
  }

  /** Compares an edge with a run of edges, where their boxes meet. */
  private void compare(int e, int from, int to) {
    double[] at = xy;
    double x0 = Math.min(at[2 * e], at[2 * e + 2]);
    double x1 = Math.max(at[2 * e], at[2 * e + 2]);
    double y0 = Math.min(at[2 * e + 1], at[2 * e + 3]);
    double y1 = Math.max(at[2 * e + 1], at[2 * e + 3]);
    for (int f = from; f < to; f++) {
      if (!beyond(at[2 * f], at[2 * f + 2], x0, x1)
          && !beyond(at[2 * f + 1], at[2 * f + 3], y0, y1)) {
        edges(e, f);
      }
    }
  }

  private static boolean beyond(double a, double b, double least, double most) {
    return (a < least && b < least) || (a > most && b > most);
  }

  private void edges(int e, int f) {
    if (ringE == ringF) {
      int lower = Math.min(e, f);
      int upper = Math.max(e, f);
      if (upper == lower + 1) {
        turnsBack(lower, upper);
        return;
      }
      if (lower == rings.first[ringE] && upper == rings.last[ringE] - 1) {
        turnsBack(upper, lower);
        return;
      }
    }
    if (!atCommonVertex(e, f)) {
      apart(e, f);
    }
  }

  /** Two edges behind each other overlap only where the second goes back along the first. */
  private void turnsBack(int e, int f) {
    double[] at = xy;
    double back =
        (at[2 * e] - at[2 * f]) * (at[2 * f + 2] - at[2 * f])
            + (at[2 * e + 1] - at[2 * f + 1]) * (at[2 * f + 3] - at[2 * f + 1]);
    if (back > 0 && rings.turn(e, f, f + 1) == 0) {
      found.spike(e, f, ringE);
    }
  }

  private boolean atCommonVertex(int e, int f) {
    for (int a = e; a <= e + 1; a++) {
      for (int b = f; b <= f + 1; b++) {
        if (rings.samePoint(a, b)) {
          atVertex(a, b, 2 * e + 1 - a, 2 * f + 1 - b);
          return true;
        }
      }
    }
    return false;
  }

  /** Edges a-p and b-q, where a and b are the same point. */
  private void atVertex(int a, int b, int p, int q) {
    double[] at = xy;
    double x = at[2 * a];
    double y = at[2 * a + 1];
    double along = (at[2 * p] - x) * (at[2 * q] - x) + (at[2 * p + 1] - y) * (at[2 * q + 1] - y);
    if (along > 0 && rings.turn(p, a, q) == 0) {
      found.overlap(Math.min(a, p), Math.min(b, q), ringE, ringF);
    } else {
      found.mark(rings.canonical(a, ringE));
      found.mark(rings.canonical(b, ringF));
    }
  }

  /** Edges without a common vertex. */
  private void apart(int e, int f) {
    int c = rings.turn(e, e + 1, f);
    int d = rings.turn(e, e + 1, f + 1);
    if (c == d && c != 0) {
      return;
    }
    int a = rings.turn(f, f + 1, e);
    int b = rings.turn(f, f + 1, e + 1);
    if (a == b && a != 0) {
      return;
    }
    if (c == 0 && d == 0) {
      // On one line with boxes that meet: more than a point is shared, for no vertex is.
      found.overlap(e, f, ringE, ringF);
    } else if (a != 0 && b != 0 && c != 0 && d != 0) {
      found.crossing(e, f, ringE, ringF);
    } else {
      onEdge(c == 0 ? f : d == 0 ? f + 1 : -1, ringF, e);
      onEdge(a == 0 ? e : b == 0 ? e + 1 : -1, ringE, f);
    }
  }

  private void onEdge(int vertex, int ring, int edge) {
    if (vertex >= 0) {
      found.onEdge(rings.canonical(vertex, ring), edge);
    }
  }
}
