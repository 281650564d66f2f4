package dev.penstock.topology;

import java.util.Arrays;

/**
 * The directions in which rings leave one point, sorted clockwise from just above "left": each pass
 * through the point has two.
 */
final class Fan {
  private final RingSet rings;
  private final IndexSort sort = new IndexSort();
  private int at;
  private int passes;
  private int[] pass = new int[8];

  /** Far end of direction d of pass d / 2: even ones lead on along the ring, odd ones back. */
  private int[] far = new int[16];

  /** The sorted directions. */
  int[] sorted = new int[16];

  int directions;

  Fan(RingSet rings) {
    this.rings = rings;
  }

  /** Takes the passes of a point, each once. */
  void load(TouchPoints touches, int point) {
    at = touches.position(point);
    int from = touches.start[point];
    int count = touches.start[point + 1] - from;
    reserve(count);
    System.arraycopy(touches.pass, from, pass, 0, count);
    // An edge is listed once for every vertex that lies on it here.
    Arrays.sort(pass, 0, count);
    passes = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || pass[i] != pass[i - 1]) {
        add(pass[i]);
      }
    }
    directions = 2 * passes;
    for (int d = 0; d < directions; d++) {
      sorted[d] = d;
    }
    sort.sort(sorted, directions, this::compare);
  }

  int passes() {
    return passes;
  }

  /** The ring of a pass. */
  int ring(int i) {
    return rings.ringOf(pass[i] >= 0 ? pass[i] : ~pass[i]);
  }

  /** Whether a ring runs on in a sorted direction, and does not come from there. */
  boolean isOnward(int d) {
    return (sorted[d] & 1) == 0;
  }

  /** The position of the pass of a sorted direction; passes through vertices only. */
  int position(int d) {
    return pass[sorted[d] >> 1];
  }

  /** Whether a sorted direction is the same as the one before. */
  boolean isSame(int d) {
    return d > 0 && compare(sorted[d - 1], sorted[d]) == 0;
  }

  /** Two directions are the same: then what lies between cannot be told. */
  boolean ambiguous() {
    for (int d = 1; d < directions; d++) {
      if (compare(sorted[d - 1], sorted[d]) == 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether a pass separates the two directions of another. */
  boolean crosses() {
    int depth = 0;
    int[] open = new int[directions];
    for (int d = 0; d < directions; d++) {
      int of = sorted[d] >> 1;
      if (depth > 0 && open[depth - 1] == of) {
        depth--;
      } else {
        open[depth++] = of;
      }
    }
    return depth > 0;
  }

  private void reserve(int count) {
    if (pass.length < count) {
      int larger = count + (count >> 1);
      pass = new int[larger];
      far = new int[2 * larger];
      sorted = new int[2 * larger];
    }
  }

  private void add(int passed) {
    pass[passes] = passed;
    if (passed >= 0) {
      int ring = rings.ringOf(passed);
      far[2 * passes] = passed + 1;
      far[2 * passes + 1] = rings.before(passed, ring);
    } else {
      far[2 * passes] = ~passed + 1;
      far[2 * passes + 1] = ~passed;
    }
    passes++;
  }

  private int compare(int d, int e) {
    int quarter = quarter(far[d]) - quarter(far[e]);
    return quarter != 0 ? quarter : rings.turn(at, far[d], far[e]);
  }

  /** 0 above, 1 right, 2 below, 3 left. */
  private int quarter(int position) {
    double dy = rings.xy[2 * position + 1] - rings.xy[2 * at + 1];
    if (dy != 0) {
      return dy > 0 ? 0 : 2;
    }
    return rings.xy[2 * position] > rings.xy[2 * at] ? 1 : 3;
  }
}
