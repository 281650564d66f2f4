package dev.penstock.topology;

import java.util.Arrays;

/**
 * Boxes around runs of eight edges, in the order of their ring, and around four such boxes each,
 * and so on to one. Rings near each other stand near each other (Morton order of their middles).
 * Costs about 7 bytes per edge and 52 per ring.
 */
final class BoxTree {
  static final int FAN_SHIFT = 2;
  private static final int FAN = 1 << FAN_SHIFT;

  /** What those who search the tree spend. */
  final Effort effort;

  static final int RUN = 8;

  int leaves;

  /** Rings in the tree, in its order. */
  int[] order = {};

  int rings;

  int levels;

  /** Nodes of each level, leaves first. */
  final int[] count = new int[20];

  /** Where each level starts in {@code box}. */
  final int[] offset = new int[20];

  /** Four numbers a node: least x, least y, greatest x, greatest y. */
  double[] box = {};

  int[] leafEdge = {};
  int[] leafRing = {};

  /** First leaf of a ring, and behind its last. */
  int[] ringLeaf = {};

  int[] ringLeafEnd = {};

  /** Box of each ring, as in {@code box}; of rings left out, too. */
  double[] ringBox = {};

  private long[] keys = {};

  BoxTree() {
    this(new Effort());
  }

  BoxTree(Effort effort) {
    this.effort = effort;
  }

  /** Builds the tree over all rings but those left out, and starts the effort over. */
  void build(RingSet rings, boolean[] leftOut) {
    effort.start(rings.positions);
    measureRings(rings);
    this.rings = sortRings(rings, leftOut);
    countLeaves(rings);
    reserve(rings.rings);
    int leaf = 0;
    for (int i = 0; i < this.rings; i++) {
      int ring = order[i];
      ringLeaf[ring] = leaf;
      leaf = addLeaves(rings, ring, leaf);
      ringLeafEnd[ring] = leaf;
    }
    for (int level = 1; level < levels; level++) {
      raise(level);
    }
  }

  int leafEdgeEnd(int leaf, RingSet rings) {
    return Math.min(leafEdge[leaf] + RUN, rings.last[leafRing[leaf]]);
  }

  private void measureRings(RingSet rings) {
    if (ringBox.length < 4 * rings.rings) {
      ringBox = new double[4 * rings.rings];
    }
    for (int r = 0; r < rings.rings; r++) {
      measure(rings.xy, rings.first[r], rings.last[r], ringBox, 4 * r);
    }
  }

  private static void measure(double[] xy, int from, int to, double[] box, int at) {
    double x0 = xy[2 * from];
    double x1 = x0;
    double y0 = xy[2 * from + 1];
    double y1 = y0;
    for (int p = from + 1; p <= to; p++) {
      double x = xy[2 * p];
      double y = xy[2 * p + 1];
      x0 = Math.min(x0, x);
      x1 = Math.max(x1, x);
      y0 = Math.min(y0, y);
      y1 = Math.max(y1, y);
    }
    box[at] = x0;
    box[at + 1] = y0;
    box[at + 2] = x1;
    box[at + 3] = y1;
  }

  private int sortRings(RingSet rings, boolean[] leftOut) {
    if (order.length < rings.rings) {
      order = new int[rings.rings];
      keys = new long[rings.rings];
    }
    double x0 = Double.POSITIVE_INFINITY;
    double y0 = Double.POSITIVE_INFINITY;
    double x1 = Double.NEGATIVE_INFINITY;
    double y1 = Double.NEGATIVE_INFINITY;
    for (int r = 0; r < rings.rings; r++) {
      x0 = Math.min(x0, ringBox[4 * r]);
      y0 = Math.min(y0, ringBox[4 * r + 1]);
      x1 = Math.max(x1, ringBox[4 * r + 2]);
      y1 = Math.max(y1, ringBox[4 * r + 3]);
    }
    double scaleX = x1 > x0 ? 65535 / (x1 - x0) : 0;
    double scaleY = y1 > y0 ? 65535 / (y1 - y0) : 0;
    int used = 0;
    for (int r = 0; r < rings.rings; r++) {
      if (!leftOut[r]) {
        int x = (int) (((ringBox[4 * r] + ringBox[4 * r + 2]) / 2 - x0) * scaleX);
        int y = (int) (((ringBox[4 * r + 1] + ringBox[4 * r + 3]) / 2 - y0) * scaleY);
        keys[used++] = ((spread(x) | (spread(y) << 1)) << 31) | r;
      }
    }
    Arrays.sort(keys, 0, used);
    for (int i = 0; i < used; i++) {
      order[i] = (int) keys[i] & Integer.MAX_VALUE;
    }
    return used;
  }

  /** Puts a zero between each two of the lowest 16 bits. */
  private static long spread(int value) {
    long v = value & 0xFFFFL;
    v = (v | (v << 8)) & 0xFF00FFL;
    v = (v | (v << 4)) & 0xF0F0F0FL;
    v = (v | (v << 2)) & 0x33333333L;
    return (v | (v << 1)) & 0x55555555L;
  }

  private void countLeaves(RingSet rings) {
    leaves = 0;
    for (int i = 0; i < this.rings; i++) {
      int ring = order[i];
      leaves += (rings.last[ring] - rings.first[ring] + RUN - 1) / RUN;
    }
    levels = 0;
    int nodes = leaves;
    int total = 0;
    while (nodes > 0) {
      offset[levels] = total;
      count[levels++] = nodes;
      total += nodes;
      nodes = nodes == 1 ? 0 : (nodes + FAN - 1) / FAN;
    }
    if (box.length < 4 * total) {
      box = new double[0];
      box = new double[4 * total];
    }
  }

  private void reserve(int rings) {
    if (leafEdge.length < leaves) {
      leafEdge = new int[leaves];
      leafRing = new int[leaves];
    }
    if (ringLeaf.length < rings) {
      ringLeaf = new int[rings];
      ringLeafEnd = new int[rings];
    }
  }

  private int addLeaves(RingSet rings, int ring, int from) {
    int leaf = from;
    int end = rings.last[ring];
    for (int edge = rings.first[ring]; edge < end; edge += RUN) {
      leafEdge[leaf] = edge;
      leafRing[leaf] = ring;
      measure(rings.xy, edge, Math.min(edge + RUN, end), box, 4 * leaf);
      leaf++;
    }
    return leaf;
  }

  private void raise(int level) {
    int below = offset[level - 1];
    for (int node = 0; node < count[level]; node++) {
      int child = 4 * (below + (node << FAN_SHIFT));
      int end = 4 * (below + childEnd(level, node));
      int at = 4 * (offset[level] + node);
      System.arraycopy(box, child, box, at, 4);
      for (int c = child + 4; c < end; c += 4) {
        box[at] = Math.min(box[at], box[c]);
        box[at + 1] = Math.min(box[at + 1], box[c + 1]);
        box[at + 2] = Math.max(box[at + 2], box[c + 2]);
        box[at + 3] = Math.max(box[at + 3], box[c + 3]);
      }
    }
  }

  /** Behind the last child of a node, in the level below. */
  int childEnd(int level, int node) {
    return Math.min(count[level - 1], (node + 1) << FAN_SHIFT);
  }
}
