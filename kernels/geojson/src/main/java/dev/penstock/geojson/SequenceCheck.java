package dev.penstock.geojson;

/** Checks a sequence that has been read: length, closure, winding and range. */
final class SequenceCheck {
  private static final int[] NOWHERE = {-1, -1};

  private final JsonCursor cursor;
  private final FlatGeometry out;
  private final Place place;
  private final boolean degrees;

  /**
   * A check.
   *
   * @param degrees whether positions are longitudes and latitudes
   */
  SequenceCheck(JsonCursor cursor, FlatGeometry out, Place place, boolean degrees) {
    this.cursor = cursor;
    this.out = out;
    this.place = place;
    this.degrees = degrees;
  }

  /** Checks the last sequence; {@code at} are the indices around it. */
  void run(GeometryKind kind, int sequence, int[] at) {
    int count = out.lastPosition(sequence) - out.firstPosition(sequence);
    switch (kind) {
      case LINE_STRING, MULTI_LINE_STRING -> {
        if (count < 2) {
          whole(Rule.LINE_TOO_SHORT, "a line of one position", sequence, at);
        } else {
          line(sequence, count, at);
        }
      }
      case POLYGON, MULTI_POLYGON -> ring(sequence, count, at);
      default -> {}
    }
    if (degrees) {
      range(sequence, at);
    }
    if (count > 1 && kind != GeometryKind.MULTI_POINT) {
      steps(sequence, count, at);
    }
  }

  /** Checks the only position of a Point. */
  void point(int sequence) {
    double[] o = out.ordinates();
    int slot = out.firstPosition(sequence) * out.dimension();
    if (degrees && beyond(o[slot], o[slot + 1])) {
      point(Rule.OUT_OF_RANGE, "no longitude and latitude", sequence, -1, NOWHERE);
    }
  }

  /** A line that has no length, or turns back on itself. */
  private void line(int sequence, int count, int[] at) {
    double[] o = out.ordinates();
    int size = out.dimension();
    int first = out.firstPosition(sequence) * size;
    boolean length = false;
    int spike = -1;
    for (int i = 1; i < count; i++) {
      int here = first + i * size;
      length |= o[here] != o[first] || o[here + 1] != o[first + 1];
      if (i > 1
          && spike < 0
          && o[here] == o[here - 2 * size]
          && o[here + 1] == o[here - 2 * size + 1]
          && (o[here] != o[here - size] || o[here + 1] != o[here - size + 1])) {
        spike = i - 1;
      }
    }
    if (!length) {
      whole(Rule.LINE_NO_LENGTH, "a line of equal positions", sequence, at);
    }
    if (spike >= 0) {
      point(Rule.LINE_SPIKE, "a line that goes back the way it came", sequence, spike, at);
    }
  }

  /** Neighbours that are equal, or apart by more than half the globe; told once a sequence. */
  private void steps(int sequence, int count, int[] at) {
    double[] o = out.ordinates();
    int size = out.dimension();
    int first = out.firstPosition(sequence) * size;
    int equal = -1;
    int far = -1;
    for (int i = count - 1; i > 0; i--) {
      int here = first + i * size;
      if (o[here] == o[here - size]
          && o[here + 1] == o[here - size + 1]
          && (size == 2 || o[here + 2] == o[here - 1])) {
        equal = i;
      }
      if (Math.abs(o[here] - o[here - size]) > 180) {
        far = i;
      }
    }
    if (equal > 0) {
      point(Rule.POSITION_REPEATED, "the position before, again", sequence, equal, at);
    }
    if (far > 0 && degrees) {
      point(Rule.ANTIMERIDIAN, "more than 180 degrees from the position before", sequence, far, at);
    }
  }

  private void ring(int sequence, int count, int[] at) {
    if (count == 0) {
      return;
    }
    double[] o = out.ordinates();
    int size = out.dimension();
    int first = out.firstPosition(sequence) * size;
    int last = (out.lastPosition(sequence) - 1) * size;
    boolean open = false;
    for (int i = 0; i < size; i++) {
      open |= o[first + i] != o[last + i];
    }
    if (count < 3 || (!open && count < 4)) {
      whole(Rule.RING_TOO_SHORT, "a ring of " + count + " positions", sequence, at);
      return;
    }
    if (open) {
      out.flag(sequence, FlatGeometry.OPEN);
      point(
          Rule.RING_NOT_CLOSED,
          "a ring that ends elsewhere than it starts",
          sequence,
          count - 1,
          at);
    }
    boolean shell = at[1] < 0 ? at[0] == 0 : at[1] == 0;
    double area = doubleArea(o, first, last, size);
    if (shell ? area < 0 : area > 0) {
      out.flag(sequence, FlatGeometry.REVERSED);
      whole(
          Rule.RING_WINDING,
          shell ? "a shell that runs clockwise" : "a hole that runs counterclockwise",
          sequence,
          at);
    }
  }

  /** Twice the signed area, counterclockwise above zero; relative to the first position. */
  private static double doubleArea(double[] o, int first, int last, int size) {
    double x0 = o[first];
    double y0 = o[first + 1];
    double sum = 0;
    double x = 0;
    double y = 0;
    for (int i = first + size; i <= last; i += size) {
      double nextX = o[i] - x0;
      double nextY = o[i + 1] - y0;
      sum += x * nextY - nextX * y;
      x = nextX;
      y = nextY;
    }
    return sum;
  }

  /** Looks for positions that are no longitude and latitude. */
  private void range(int sequence, int[] at) {
    double[] o = out.ordinates();
    int size = out.dimension();
    int from = out.firstPosition(sequence);
    int to = out.lastPosition(sequence);
    for (int i = from; i < to; i++) {
      if (beyond(o[i * size], o[i * size + 1])) {
        point(Rule.OUT_OF_RANGE, "no longitude and latitude", sequence, i - from, at);
        return;
      }
    }
  }

  private static boolean beyond(double x, double y) {
    return Math.abs(x) > 180 || Math.abs(y) > 90;
  }

  private void whole(Rule rule, String message, int sequence, int[] at) {
    if (cursor.wants(rule)) {
      int slot = out.firstPosition(sequence) * out.dimension();
      double[] o = out.ordinates();
      boolean any = out.positions() > out.firstPosition(sequence);
      cursor.keep(
          new Finding(rule, message, out.sequenceByte(sequence), place.of("coordinates", at)),
          any ? o[slot] : Double.NaN,
          any ? o[slot + 1] : Double.NaN);
    }
  }

  /** Reports a position of the sequence; index -1 says that the sequence is a Point itself. */
  private void point(Rule rule, String message, int sequence, int index, int[] at) {
    if (cursor.wants(rule)) {
      int slot = (out.firstPosition(sequence) + Math.max(index, 0)) * out.dimension();
      double[] o = out.ordinates();
      cursor.keep(
          new Finding(
              rule,
              message,
              bracket(out.sequenceByte(sequence), index),
              place.of("coordinates", at[0], at[1], index)),
          o[slot],
          o[slot + 1]);
    }
  }

  /** Where a position starts: found again, because nobody remembers it for the good ones. */
  private int bracket(int sequenceByte, int index) {
    int p = sequenceByte;
    for (int seen = -1; seen < index; ) {
      p++;
      if (p >= cursor.end) {
        return sequenceByte;
      }
      seen += cursor.b[p] == '[' ? 1 : 0;
    }
    return p;
  }
}
