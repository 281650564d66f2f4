package dev.penstock.topology;

/** Whether a point lies inside a ring, through the tree of boxes: few edges are looked at. */
final class PointInRing {
  /** Answer for a point on the ring. */
  static final int ON = -1;

  private static final int FEW_LEAVES = 12;

  private final RingSet rings;
  private final BoxTree tree;
  private double x;
  private double y;
  private int from;
  private int to;
  private long steps;

  PointInRing(RingSet rings, BoxTree tree) {
    this.rings = rings;
    this.tree = tree;
  }

  /**
   * 1 inside, 0 outside, {@link #ON} on it; inside is where the ring winds an odd number of times.
   */
  int locate(int ring, double px, double py) {
    double[] box = tree.ringBox;
    int b = 4 * ring;
    if (px < box[b] || py < box[b + 1] || px > box[b + 2] || py > box[b + 3]) {
      return 0;
    }
    x = px;
    y = py;
    from = tree.ringLeaf[ring];
    to = tree.ringLeafEnd[ring];
    if (to - from > FEW_LEAVES) {
      steps = 0;
      int found = node(tree.levels - 1, 0);
      tree.effort.spend(steps);
      return found;
    }
    int parity = 0;
    for (int l = from; l < to; l++) {
      int found = leaf(l);
      if (found == ON) {
        return ON;
      }
      parity ^= found;
    }
    return parity;
  }

  private int node(int level, int node) {
    steps++;
    int shift = BoxTree.FAN_SHIFT * level;
    int first = node << shift;
    int end = (int) Math.min(tree.leaves, (node + 1L) << shift);
    if (end <= from || first >= to) {
      return 0;
    }
    if (first >= from && end <= to) {
      int b = 4 * (tree.offset[level] + node);
      double[] box = tree.box;
      if (y < box[b + 1] || y > box[b + 3] || x > box[b + 2]) {
        return 0;
      }
      if (x < box[b]) {
        return ends(first, end);
      }
      if (level == 0) {
        return leaf(node);
      }
    }
    int parity = 0;
    int last = tree.childEnd(level, node);
    for (int child = node << BoxTree.FAN_SHIFT; child < last; child++) {
      int found = node(level - 1, child);
      if (found == ON) {
        return ON;
      }
      parity ^= found;
    }
    return parity;
  }

  /** A run of edges right of the point: only where it starts and ends counts. */
  private int ends(int first, int end) {
    double start = rings.xy[2 * tree.leafEdge[first] + 1];
    double stop = rings.xy[2 * tree.leafEdgeEnd(end - 1, rings) + 1];
    return (start > y) != (stop > y) ? 1 : 0;
  }

  private int leaf(int leaf) {
    int end = tree.leafEdgeEnd(leaf, rings);
    int parity = 0;
    for (int e = tree.leafEdge[leaf]; e < end; e++) {
      int found = edge(e);
      if (found == ON) {
        return ON;
      }
      parity ^= found;
    }
    return parity;
  }

  private int edge(int e) {
    double[] xy = rings.xy;
    double ax = xy[2 * e];
    double ay = xy[2 * e + 1];
    double bx = xy[2 * e + 2];
    double by = xy[2 * e + 3];
    if ((ax < x && bx < x) || (ay > y && by > y) || (ay < y && by < y)) {
      return 0;
    }
    if (ay == y && by == y) {
      return Math.min(ax, bx) <= x && x <= Math.max(ax, bx) ? ON : 0;
    }
    int side = Orientation.of(xy, e, e + 1, x, y);
    if (side == 0) {
      return ON;
    }
    return (ay > y) != (by > y) && (by > ay ? side > 0 : side < 0) ? 1 : 0;
  }
}
