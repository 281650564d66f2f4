package dev.penstock.geojson;

/** Checks a sequence that has been read: length, closure, winding and range. */
final class SequenceCheck {
  private final JsonCursor cursor;
  private final FlatGeometry out;
  private final Place place;

  SequenceCheck(JsonCursor cursor, FlatGeometry out, Place place) {
    this.cursor = cursor;
    this.out = out;
    this.place = place;
  }

  /** Checks the last sequence; {@code at} are the indices around it. */
  void run(GeometryKind kind, int sequence, int[] at) {
    int count = out.lastPosition(sequence) - out.firstPosition(sequence);
    switch (kind) {
      case LINE_STRING, MULTI_LINE_STRING -> {
        if (count < 2) {
          whole(Rule.LINE_TOO_SHORT, "a line of one position", sequence, at);
        }
      }
      case POLYGON, MULTI_POLYGON -> ring(sequence, count, at);
      default -> {}
    }
    range(kind, sequence, at);
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
  void range(GeometryKind kind, int sequence, int[] at) {
    double[] o = out.ordinates();
    int size = out.dimension();
    int from = out.firstPosition(sequence);
    int to = out.lastPosition(sequence);
    for (int i = from; i < to; i++) {
      double x = o[i * size];
      double y = o[i * size + 1];
      if (Math.abs(x) > 180 || Math.abs(y) > 90) {
        point(
            Rule.OUT_OF_RANGE,
            "no longitude and latitude",
            sequence,
            kind == GeometryKind.POINT ? -1 : i - from,
            at);
        return;
      }
    }
  }

  private void whole(Rule rule, String message, int sequence, int[] at) {
    if (cursor.wants(rule)) {
      int slot = out.firstPosition(sequence) * out.dimension();
      double[] o = out.ordinates();
      boolean any = out.positions() > out.firstPosition(sequence);
      cursor.keep(
          new Defect(
              rule,
              message,
              out.sequenceByte(sequence),
              place.of("coordinates", at),
              any ? o[slot] : Double.NaN,
              any ? o[slot + 1] : Double.NaN));
    }
  }

  /** Reports a position of the sequence; index -1 says that the sequence is a Point itself. */
  private void point(Rule rule, String message, int sequence, int index, int[] at) {
    if (cursor.wants(rule)) {
      int slot = (out.firstPosition(sequence) + Math.max(index, 0)) * out.dimension();
      double[] o = out.ordinates();
      cursor.keep(
          new Defect(
              rule,
              message,
              bracket(out.sequenceByte(sequence), index),
              place.of("coordinates", at[0], at[1], index),
              o[slot],
              o[slot + 1]));
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
