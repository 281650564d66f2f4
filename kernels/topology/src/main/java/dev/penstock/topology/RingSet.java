package dev.penstock.topology;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The rings of polygons as closed runs of distinct points: position {@code p} is {@code xy[2p],
 * xy[2p+1]}, ring {@code r} has the edges {@code [first[r], last[r])}, edge {@code e} goes from
 * position e to e + 1, and position {@code last[r]} repeats {@code first[r]}.
 *
 * <p>Borrows the array of the view where that already has this form, and copies it otherwise. Rings
 * of too few points are left out. Positions grow with the rings.
 */
final class RingSet {
  private static final double[] NOTHING = {};

  double[] xy = NOTHING;

  /** Height of each position; empty where they have none, or nobody wants them. */
  double[] z = NOTHING;

  int rings;
  int[] first = new int[16];
  int[] last = new int[16];
  int[] part = new int[16];
  int[] indexInPart = new int[16];

  /** The ring that is the shell of a part; -1 when it was left out. */
  int[] shell = new int[16];

  /** Behind the largest position. */
  int positions;

  private final boolean wantsHeights;
  private double[] own = NOTHING;

  /** Positions that were put into an edge. */
  private BitSet inserted = new BitSet();

  RingSet() {
    this(false);
  }

  RingSet(boolean wantsHeights) {
    this.wantsHeights = wantsHeights;
  }

  void load(PolygonRings view, FindingsLog log) {
    reserve(view);
    rings = 0;
    positions = 0;
    if (isClean(view)) {
      borrow(view, log);
    } else {
      copy(view, log);
    }
  }

  /** Takes over closed rings as polygons of their own; {@code starts} ends behind the last. */
  static RingSet of(double[] xy, int[] starts, int count) {
    RingSet set = new RingSet();
    set.xy = xy;
    set.rings = count;
    set.first = Arrays.copyOf(starts, count);
    set.last = new int[count];
    set.part = new int[count];
    set.indexInPart = new int[count];
    set.shell = new int[count];
    for (int r = 0; r < count; r++) {
      set.last[r] = starts[r + 1] - 1;
      set.part[r] = r;
      set.shell[r] = r;
    }
    set.positions = count == 0 ? 0 : starts[count];
    return set;
  }

  /** Lets go of the caller's array. */
  void release() {
    xy = NOTHING;
  }

  private void reserve(PolygonRings view) {
    int parts = view.parts();
    int count = 0;
    for (int p = 0; p < parts; p++) {
      count += view.lastRing(p) - view.firstRing(p);
    }
    if (first.length < count) {
      int larger = count + (count >> 2);
      first = new int[larger];
      last = new int[larger];
      part = new int[larger];
      indexInPart = new int[larger];
    }
    if (shell.length < parts) {
      shell = new int[parts + (parts >> 2)];
    }
    Arrays.fill(shell, 0, parts, -1);
  }

  private static boolean isClean(PolygonRings view) {
    if (view.stride() != 2) {
      return false;
    }
    int behind = 0;
    double[] from = view.ordinates();
    for (int p = 0; p < view.parts(); p++) {
      for (int r = view.firstRing(p); r < view.lastRing(p); r++) {
        int a = view.firstPosition(r);
        int b = view.lastPosition(r);
        if (a < behind || !isClean(from, a, b)) {
          return false;
        }
        behind = b;
      }
    }
    return true;
  }

  /** Closed, and no point repeated. */
  private static boolean isClean(double[] from, int a, int b) {
    if (b <= a) {
      return true;
    }
    if (from[2 * a] != from[2 * b - 2] || from[2 * a + 1] != from[2 * b - 1]) {
      return false;
    }
    for (int i = 2 * a + 2; i < 2 * b; i += 2) {
      if (from[i] == from[i - 2] && from[i + 1] == from[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private void borrow(PolygonRings view, FindingsLog log) {
    xy = view.ordinates();
    for (int p = 0; p < view.parts(); p++) {
      for (int r = view.firstRing(p); r < view.lastRing(p); r++) {
        int a = view.firstPosition(r);
        int b = view.lastPosition(r);
        if (b > a) {
          add(a, b - 1, p, r - view.firstRing(p), log);
        }
      }
    }
  }

  private void copy(PolygonRings view, FindingsLog log) {
    reserveOwn(view);
    xy = own;
    int to = 0;
    for (int p = 0; p < view.parts(); p++) {
      for (int r = view.firstRing(p); r < view.lastRing(p); r++) {
        int end = copyRing(view, r, to);
        if (end > to && add(to, end - 1, p, r - view.firstRing(p), log)) {
          to = end;
        }
      }
    }
  }

  private void reserveOwn(PolygonRings view) {
    long count = 0;
    for (int p = 0; p < view.parts(); p++) {
      for (int r = view.firstRing(p); r < view.lastRing(p); r++) {
        count += view.lastPosition(r) - view.firstPosition(r) + 1L;
      }
    }
    if (own.length < 2 * count) {
      own = NOTHING;
      own = new double[Math.toIntExact(2 * count)];
    }
    z = wantsHeights && view.stride() > 2 ? new double[(int) count] : NOTHING;
  }

  /** Copies a ring without repeated points, and closes it; answers the position behind it. */
  private int copyRing(PolygonRings view, int ring, int at) {
    double[] from = view.ordinates();
    int stride = view.stride();
    int to = at;
    for (int p = view.firstPosition(ring); p < view.lastPosition(ring); p++) {
      double height = z.length == 0 ? 0 : from[p * stride + 2];
      to = put(from[p * stride], from[p * stride + 1], height, at, to);
    }
    return to == at ? to : put(own[2 * at], own[2 * at + 1], heightOf(at), at, to);
  }

  /** Of points in one place, the first has the height. */
  private int put(double x, double y, double height, int start, int to) {
    if (to > start && own[2 * to - 2] == x && own[2 * to - 1] == y) {
      return to;
    }
    own[2 * to] = x;
    own[2 * to + 1] = y;
    if (z.length > 0) {
      z[to] = height;
    }
    return to + 1;
  }

  /** Height of a position, 0 where there are none. */
  double heightOf(int position) {
    return z.length == 0 ? 0 : z[position];
  }

  private boolean add(int from, int to, int inPart, int index, FindingsLog log) {
    if (to - from < 3) {
      log.add(DefectKind.TOO_FEW_POINTS, xy[2 * from], xy[2 * from + 1], inPart, index);
      return false;
    }
    if (index == 0) {
      shell[inPart] = rings;
    }
    first[rings] = from;
    last[rings] = to;
    part[rings] = inPart;
    indexInPart[rings++] = index;
    positions = to + 1;
    return true;
  }

  /** Puts sorted points into edges; a point that its edge has at that place already is left out. */
  void insert(Insertions missing) {
    double[] old = xy;
    double[] heights = z;
    own = new double[Math.toIntExact(2L * (positions + missing.count))];
    xy = own;
    z = heights.length == 0 ? NOTHING : new double[positions + missing.count];
    BitSet before = inserted;
    inserted = new BitSet(positions + missing.count);
    int to = 0;
    int next = 0;
    for (int r = 0; r < rings; r++) {
      int start = to;
      int end = last[r];
      for (int p = first[r]; p <= end; p++) {
        to = put(old[2 * p], old[2 * p + 1], z.length == 0 ? 0 : heights[p], start, to);
        inserted.set(to - 1, before.get(p));
        while (next < missing.count && missing.edge[missing.order[next]] == p && p < end) {
          int point = missing.order[next++];
          int at = 2 * point;
          int behind = put(missing.xy[at], missing.xy[at + 1], missing.z[point], start, to);
          inserted.set(to, behind > to);
          to = behind;
        }
      }
      first[r] = start;
      last[r] = to - 1;
    }
    positions = to;
  }

  boolean wasInserted(int position) {
    return inserted.get(position);
  }

  boolean isHole(int ring) {
    return indexInPart[ring] > 0;
  }

  /** The ring that a position belongs to. */
  int ringOf(int position) {
    int found = Arrays.binarySearch(first, 0, rings, position);
    return found >= 0 ? found : -found - 2;
  }

  /** The same point's first position, where a ring closes. */
  int canonical(int position, int ring) {
    return position == last[ring] ? first[ring] : position;
  }

  /** The position before a canonical one. */
  int before(int position, int ring) {
    return position == first[ring] ? last[ring] - 1 : position - 1;
  }

  boolean samePoint(int p, int q) {
    return xy[2 * p] == xy[2 * q] && xy[2 * p + 1] == xy[2 * q + 1];
  }

  /** The leftmost position of a ring, the lowest of them. */
  int leftmost(int ring) {
    int best = first[ring];
    double least = xy[2 * best];
    for (int p = best + 1; p < last[ring]; p++) {
      double x = xy[2 * p];
      if (x < least || (x == least && xy[2 * p + 1] < xy[2 * best + 1])) {
        best = p;
        least = x;
      }
    }
    return best;
  }

  /** Orders positions from left to right, then from low to high. */
  int compare(int p, int q) {
    if (xy[2 * p] != xy[2 * q]) {
      return xy[2 * p] < xy[2 * q] ? -1 : 1;
    }
    return Double.compare(xy[2 * p + 1] + 0.0, xy[2 * q + 1] + 0.0);
  }

  /** Whether a position on the line of an edge lies on the edge, its ends included. */
  boolean isInBox(int edge, int position) {
    return between(xy[2 * position], xy[2 * edge], xy[2 * edge + 2])
        && between(xy[2 * position + 1], xy[2 * edge + 1], xy[2 * edge + 3]);
  }

  private static boolean between(double value, double a, double b) {
    return value >= Math.min(a, b) && value <= Math.max(a, b);
  }

  /** Side of position c as seen from a to b; see {@link Orientation}. */
  int turn(int a, int b, int c) {
    return Orientation.of(xy, a, b, c);
  }
}
