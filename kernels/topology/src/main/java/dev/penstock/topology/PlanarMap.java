package dev.penstock.topology;

import java.util.Arrays;

/**
 * Rings that meet in vertices only, as a map: nodes are the points where rings meet, chains the
 * runs of edges between them, and a ring without nodes is one chain that is closed.
 *
 * <p>Chains {@code [0, marks)} start at marked positions, chain {@code marks + r} is the whole ring
 * r where that has no marked position. A direction {@code 2m} leaves the node of mark m along chain
 * m; direction {@code 2m + 1} leaves it back along the chain that leads to it.
 */
final class PlanarMap {
  private static final int[] NOTHING = {};

  final RingSet rings;
  private final Encounters found;
  private final TouchPoints touches;
  private final Fan fan;

  /** Marked positions in order. */
  int marks;

  int[] at = NOTHING;

  /** Node of each mark. */
  int[] node = NOTHING;

  /** The mark that follows on the ring, and the one before. */
  int[] next = NOTHING;

  int[] previous = NOTHING;

  /** First mark of each ring; at the end, the number of marks. */
  int[] ringMark = NOTHING;

  int nodes;

  /** Slots of node n are {@code [firstSlot[n], firstSlot[n + 1])}, clockwise. */
  int[] firstSlot = NOTHING;

  /** Direction in each slot, and the slot of each direction. */
  int[] direction = NOTHING;

  int[] slot = NOTHING;

  /** The slot has the same direction as the one before: the chains are one edge, the same. */
  boolean[] same = {};

  PlanarMap(RingSet rings, Encounters found, TouchPoints touches) {
    this.rings = rings;
    this.found = found;
    this.touches = touches;
    this.fan = new Fan(rings);
  }

  int chains() {
    return marks + rings.rings;
  }

  boolean isClosed(int ring) {
    return ringMark[ring] == ringMark[ring + 1];
  }

  /** The ring that a chain runs along. */
  int ringOf(int chain) {
    return chain >= marks ? chain - marks : rings.ringOf(at[chain]);
  }

  /** The chain that an edge belongs to. */
  int chainOf(int edge, int ring) {
    if (isClosed(ring)) {
      return marks + ring;
    }
    int low = ringMark[ring];
    int high = ringMark[ring + 1] - 1;
    if (edge < at[low]) {
      return high;
    }
    int found = Arrays.binarySearch(at, low, high + 1, edge);
    return found >= 0 ? found : -found - 2;
  }

  /** The other end of a direction, as the direction back. */
  int opposite(int leaving) {
    int mark = leaving >> 1;
    return (leaving & 1) == 0 ? 2 * next[mark] + 1 : 2 * previous[mark];
  }

  /** The chain of a direction. */
  int chain(int leaving) {
    return (leaving & 1) == 0 ? leaving >> 1 : previous[leaving >> 1];
  }

  /** The first of the slots with the same direction. */
  int bundleStart(int slot) {
    int start = slot;
    while (same[start]) {
      start--;
    }
    return start;
  }

  /** Behind the last of the slots with the same direction. */
  int bundleEnd(int slot, int ofNode) {
    int end = slot + 1;
    while (end < firstSlot[ofNode + 1] && same[end]) {
      end++;
    }
    return end;
  }

  void build() {
    number();
    nodes = touches.points;
    int slots = 0;
    for (int n = 0; n < nodes; n++) {
      firstSlot[n] = slots;
      fan.load(touches, n);
      for (int d = 0; d < fan.directions; d++) {
        int mark = Arrays.binarySearch(at, 0, marks, fan.position(d));
        node[mark] = n;
        int leaving = 2 * mark + (fan.isOnward(d) ? 0 : 1);
        direction[slots] = leaving;
        slot[leaving] = slots;
        same[slots++] = fan.isSame(d);
      }
    }
    firstSlot[nodes] = slots;
  }

  private void number() {
    int most = 0;
    for (int p = nextMarked(0); p >= 0; p = nextMarked(p + 1)) {
      most++;
    }
    reserve(most);
    marks = 0;
    int ring = 0;
    ringMark[0] = 0;
    for (int p = nextMarked(0); p >= 0; p = nextMarked(p + 1)) {
      while (p > rings.last[ring]) {
        ringMark[++ring] = marks;
      }
      at[marks++] = p;
    }
    while (ring < rings.rings) {
      ringMark[++ring] = marks;
    }
    for (int r = 0; r < rings.rings; r++) {
      for (int m = ringMark[r]; m < ringMark[r + 1]; m++) {
        next[m] = m + 1 < ringMark[r + 1] ? m + 1 : ringMark[r];
        previous[next[m]] = m;
      }
    }
  }

  private int nextMarked(int from) {
    return found.nextMarked(from, rings.positions);
  }

  private void reserve(int most) {
    at = new int[most];
    node = new int[most];
    next = new int[most];
    previous = new int[most];
    ringMark = new int[rings.rings + 1];
    firstSlot = new int[most + 1];
    direction = new int[2 * most];
    slot = new int[2 * most];
    same = new boolean[2 * most];
  }
}
