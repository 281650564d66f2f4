package dev.penstock.topology;

import java.util.Arrays;

/**
 * Points to be inserted into edges, so that edges meet in their ends only: vertices of others that
 * lie on an edge as they are, and crossings as computed. Points of one edge may be listed twice.
 */
final class Insertions {
  private final IndexSort sort = new IndexSort();

  /** Edge of each point. */
  int[] edge = new int[16];

  /** Points, x and y. */
  double[] xy = new double[32];

  /** Their heights. */
  double[] z = new double[16];

  int count;

  /** How many of them are computed, and not a vertex before. */
  int computed;

  /** The points by edge, and along it; after {@link #sort}. */
  int[] order = {};

  void clear() {
    count = 0;
    computed = 0;
  }

  void crossing(RingSet rings, int e, int f) {
    double[] at = Crossing.of(rings.xy, e, f);
    double height = (height(rings, e, at) + height(rings, f, at)) / 2;
    add(e, at[0], at[1], height);
    add(f, at[0], at[1], height);
    computed += 2;
  }

  /** Height of an edge at a point of it. */
  private static double height(RingSet rings, int e, double[] at) {
    double x = rings.xy[2 * e];
    double y = rings.xy[2 * e + 1];
    double length = Math.hypot(rings.xy[2 * e + 2] - x, rings.xy[2 * e + 3] - y);
    double part = Math.min(1, Math.hypot(at[0] - x, at[1] - y) / length);
    return (1 - part) * rings.heightOf(e) + part * rings.heightOf(e + 1);
  }

  /** Edges on one line: the ends of each that lie inside of the other. */
  void overlap(RingSet rings, int e, int f) {
    addInside(rings, e, f);
    addInside(rings, e, f + 1);
    addInside(rings, f, e);
    addInside(rings, f, e + 1);
  }

  private void addInside(RingSet rings, int into, int position) {
    boolean end = rings.samePoint(into, position) || rings.samePoint(into + 1, position);
    if (!end && rings.isInBox(into, position)) {
      add(rings, into, position);
    }
  }

  /** A vertex that lies inside of an edge. */
  void add(RingSet rings, int into, int position) {
    add(into, rings.xy[2 * position], rings.xy[2 * position + 1], rings.heightOf(position));
  }

  private void add(int into, double x, double y, double height) {
    if (count == edge.length) {
      edge = Arrays.copyOf(edge, 2 * count);
      z = Arrays.copyOf(z, 2 * count);
      xy = Arrays.copyOf(xy, 4 * count);
    }
    edge[count] = into;
    z[count] = height;
    xy[2 * count] = x;
    xy[2 * count + 1] = y;
    count++;
  }

  void sort(RingSet rings) {
    if (order.length < count) {
      order = new int[count];
    }
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    sort.sort(order, count, (i, k) -> compare(rings, i, k));
  }

  private int compare(RingSet rings, int i, int k) {
    if (edge[i] != edge[k]) {
      return edge[i] < edge[k] ? -1 : 1;
    }
    return Double.compare(along(rings, i), along(rings, k));
  }

  /** How far a point is along its edge: grows with each ordinate, so rounding does no harm. */
  private double along(RingSet rings, int i) {
    int start = 2 * edge[i];
    return Math.abs(xy[2 * i] - rings.xy[start]) + Math.abs(xy[2 * i + 1] - rings.xy[start + 1]);
  }
}
