package dev.penstock.geojson;

/** Reads a position that is not simply two or three finite numbers, and says what is wrong. */
final class OddPosition {
  /** The text is broken. */
  static final int STOP = -2;

  /** A defect makes the position useless, but reading can go on behind it. */
  static final int USELESS = 0;

  private final JsonCursor cursor;
  private final Decimals decimals;
  private final Place place;
  private final double[] numbers = new double[3];
  private boolean useless;

  OddPosition(JsonCursor cursor, Decimals decimals, Place place) {
    this.cursor = cursor;
    this.decimals = decimals;
    this.place = place;
  }

  double x() {
    return numbers[0];
  }

  double y() {
    return numbers[1];
  }

  double z() {
    return numbers[2];
  }

  /**
   * Reads the value at the cursor.
   *
   * @param at indices around the sequence
   * @param index in the sequence; -1 for the only position of a Point
   * @return numbers to use, 2 or 3, or {@link #USELESS}, or {@link #STOP}
   */
  int read(int[] at, int index) {
    int start = cursor.p;
    if (cursor.peek() != '[') {
      boolean whole = cursor.p < cursor.end && cursor.skipValue();
      return defect(
          Rule.COORDINATES_NESTING, "a position is not an array", start, at, index, whole);
    }
    cursor.p++;
    numbers[2] = 0;
    useless = false;
    int count = 0;
    int c = cursor.peek();
    while (c != ']') {
      int number = number(count, at, index);
      if (number == STOP) {
        return STOP;
      }
      count++;
      c = cursor.peek();
      if (c == ',') {
        cursor.p++;
        c = cursor.peek();
        if (c == ']') {
          return cursor.broken();
        }
      } else if (c != ']') {
        return cursor.broken();
      }
    }
    cursor.p++;
    return verdict(count, start, at, index);
  }

  private int verdict(int count, int start, int[] at, int index) {
    if (useless) {
      return USELESS;
    }
    if (count < 2) {
      String found = "a position of " + count + " numbers";
      return defect(Rule.POSITION_TOO_SHORT, found, start, at, index, true);
    }
    if (count > 3) {
      String found = "a position of " + count + " numbers";
      defect(Rule.POSITION_EXTRA, found, start, at, index, true);
    }
    return Math.min(count, 3);
  }

  private int number(int which, int[] at, int index) {
    int start = cursor.p;
    int next = decimals.read(cursor.b, start);
    if (next == Decimals.NONE) {
      return notNumber(start, at, index);
    }
    cursor.p = next;
    if (!Double.isFinite(decimals.value)) {
      useless = true;
      return defect(Rule.NUMBER_OVERFLOW, "a number beyond 1.8e308", start, at, index, true);
    }
    if (which < 3) {
      numbers[which] = decimals.value;
    }
    return which;
  }

  private int notNumber(int start, int[] at, int index) {
    useless = true;
    boolean array = cursor.b[start] == '[';
    if (!cursor.skipValue()) {
      return STOP;
    }
    return array
        ? defect(Rule.COORDINATES_NESTING, "an array too deep", start, at, index, true)
        : defect(Rule.POSITION_NOT_NUMBER, "not a number", start, at, index, true);
  }

  private int defect(Rule rule, String message, int start, int[] at, int index, boolean goOn) {
    if (!goOn) {
      return STOP;
    }
    if (cursor.wants(rule)) {
      cursor.keep(rule, message, start, place.of("coordinates", at[0], at[1], index));
    }
    return USELESS;
  }
}
