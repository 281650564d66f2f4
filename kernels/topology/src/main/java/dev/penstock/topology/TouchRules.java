package dev.penstock.topology;

import java.util.Arrays;

/**
 * What the touching of rings means: a ring must not touch itself, rings must not cross where they
 * touch, and rings of one polygon must not touch in a cycle.
 */
final class TouchRules {
  private final RingSet rings;
  private final Encounters found;
  private final TouchPoints touches;
  private final Fan fan;
  private int[] root = {};
  private int nodes;

  /** Passes of the point at hand, by part and ring: the part in the upper half. */
  private long[] at = new long[8];

  TouchRules(RingSet rings, Encounters found, TouchPoints touches) {
    this.rings = rings;
    this.found = found;
    this.touches = touches;
    this.fan = new Fan(rings);
  }

  void check() {
    int most = rings.rings + touches.start[touches.points];
    if (root.length < most) {
      root = new int[most];
    }
    nodes = rings.rings;
    for (int r = 0; r < nodes; r++) {
      root[r] = r;
    }
    for (int point = 0; point < touches.points; point++) {
      if (touches.start[point + 1] - touches.start[point] > 1) {
        fan.load(touches, point);
        if (fan.passes() > 1) {
          check(touches.position(point));
        }
      }
    }
  }

  private void check(int position) {
    int count = sortedRings();
    boolean crossing = !fan.ambiguous() && fan.crosses();
    if (crossing) {
      found.at(DefectKind.SELF_INTERSECTION, position, ring(0), ring(count - 1));
    }
    for (int i = 0; i < count; i++) {
      found.tangled[ring(i)] |= crossing;
      boolean second = i > 0 && at[i] == at[i - 1] && (i == 1 || at[i - 2] != at[i]);
      if (second && !crossing) {
        found.at(DefectKind.RING_SELF_TOUCH, position, ring(i), ring(i));
      }
    }
    for (int from = 0; from < count; ) {
      int to = from + 1;
      while (to < count && at[to] >> 32 == at[from] >> 32) {
        to++;
      }
      join(position, from, to);
      from = to;
    }
  }

  private int sortedRings() {
    int count = fan.passes();
    if (at.length < count) {
      at = new long[2 * count];
    }
    for (int i = 0; i < count; i++) {
      int ring = fan.ring(i);
      at[i] = ((long) rings.part[ring] << 32) | ring;
    }
    Arrays.sort(at, 0, count);
    return count;
  }

  /**
   * Joins the rings of one polygon at one point; rings that were connected before close a cycle.
   */
  private void join(int position, int from, int to) {
    if (at[from] == at[to - 1]) {
      return;
    }
    int node = nodes++;
    root[node] = node;
    for (int i = from; i < to; i++) {
      if (i > from && at[i] == at[i - 1]) {
        continue;
      }
      int ring = find(ring(i));
      int here = find(node);
      if (ring == here) {
        found.at(DefectKind.DISCONNECTED_INTERIOR, position, ring(i), ring(from));
      }
      root[ring] = here;
    }
  }

  private int ring(int i) {
    return (int) at[i];
  }

  private int find(int member) {
    int i = member;
    while (root[i] != i) {
      root[i] = root[root[i]];
      i = root[i];
    }
    return i;
  }
}
