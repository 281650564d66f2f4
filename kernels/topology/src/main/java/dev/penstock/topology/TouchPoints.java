package dev.penstock.topology;

import java.util.Arrays;

/**
 * The points where rings touch, each with its passes: a pass is a vertex, as canonical position, or
 * an edge that has the point inside, as its bitwise complement.
 */
final class TouchPoints {
  private static final int[] NOTHING = {};

  private final RingSet rings;
  private final Encounters found;

  /** Number of points. */
  int points;

  /** Passes of point i are {@code pass[start[i]] .. pass[start[i + 1] - 1]}. */
  int[] start = new int[2];

  int[] pass = NOTHING;

  private int[] pointOfPass = NOTHING;
  private int[] unsorted = NOTHING;

  /** First position seen of each point. */
  private int[] firstPosition = NOTHING;

  private int[] table = NOTHING;

  TouchPoints(RingSet rings, Encounters found) {
    this.rings = rings;
    this.found = found;
  }

  /** Groups what was found by its place. */
  void build() {
    int passes = reserve();
    points = 0;
    int at = 0;
    int marked = found.nextMarked(0, rings.positions);
    while (marked >= 0) {
      pointOfPass[at] = put(marked);
      unsorted[at++] = marked;
      marked = found.nextMarked(marked + 1, rings.positions);
    }
    for (int i = 0; i < found.onEdgeLength; i += 2) {
      pointOfPass[at] = put(found.onEdge[i]);
      unsorted[at++] = ~found.onEdge[i + 1];
    }
    sort(passes);
  }

  /** The point at a position that is marked. */
  int pointAt(int position) {
    return table[slot(position)] - 1;
  }

  int ringOf(int passed) {
    return rings.ringOf(passed >= 0 ? passed : ~passed);
  }

  /** A position at the place of a point. */
  int position(int point) {
    return firstPosition[point];
  }

  private int reserve() {
    int marked = 0;
    for (int p = found.nextMarked(0, rings.positions);
        p >= 0;
        p = found.nextMarked(p + 1, rings.positions)) {
      marked++;
    }
    int passes = marked + found.onEdgeLength / 2;
    if (pass.length < passes) {
      pass = new int[passes];
      pointOfPass = new int[passes];
      unsorted = new int[passes];
      firstPosition = new int[passes];
      start = new int[passes + 2];
    }
    int slots = Math.max(4, Integer.highestOneBit(Math.max(marked, 1)) << 2);
    if (table.length != slots) {
      table = new int[slots];
    } else {
      Arrays.fill(table, 0);
    }
    return passes;
  }

  private int put(int position) {
    int slot = slot(position);
    if (table[slot] == 0) {
      firstPosition[points] = position;
      table[slot] = ++points;
    }
    return table[slot] - 1;
  }

  /** Where the point of a position is in the table, or would be. */
  private int slot(int position) {
    // Adding 0 makes one of the two zeros.
    long x = Double.doubleToRawLongBits(rings.xy[2 * position] + 0.0);
    long y = Double.doubleToRawLongBits(rings.xy[2 * position + 1] + 0.0);
    long hash = ((x * 0x9E3779B97F4A7C15L) ^ Long.rotateLeft(y, 32)) * 0xC2B2AE3D27D4EB4FL;
    int mask = table.length - 1;
    int slot = (int) (hash ^ (hash >>> 32)) & mask;
    while (table[slot] != 0 && !rings.samePoint(firstPosition[table[slot] - 1], position)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void sort(int passes) {
    Arrays.fill(start, 0, Math.min(start.length, points + 2), 0);
    for (int i = 0; i < passes; i++) {
      start[pointOfPass[i] + 2]++;
    }
    for (int i = 2; i <= points + 1; i++) {
      start[i] += start[i - 1];
    }
    for (int i = 0; i < passes; i++) {
      pass[start[pointOfPass[i] + 1]++] = unsorted[i];
    }
  }
}
