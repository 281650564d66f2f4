package dev.penstock.geojson;

/**
 * Reads one {@code coordinates} value into a {@link FlatGeometry}. The loop over positions is the
 * hot part of reading; everything unusual leaves it for {@link OddPosition}.
 *
 * <p>Inside the loop there is no check for the end of the bytes: the feature is known to end with a
 * closing brace, which is no part of coordinates, so every token here stops before it.
 */
final class CoordinateReader {
  private final JsonCursor cursor;
  private final FlatGeometry out;
  private final Place place;
  private final Decimals decimals = new Decimals();
  private final OddPosition odd;
  private final SequenceCheck check;
  private final int maxVertices;
  private final int[] at = {-1, -1};
  private GeometryKind kind = GeometryKind.POINT;
  private int room;
  private int dimension;
  private boolean mixed;
  private int useless;

  CoordinateReader(
      JsonCursor cursor, FlatGeometry out, Place place, ReadLimits limits, SequenceCheck check) {
    this.cursor = cursor;
    this.out = out;
    this.place = place;
    this.maxVertices = limits.maxVertices();
    this.odd = new OddPosition(cursor, decimals, place);
    this.check = check;
  }

  /** A new feature, whose geometry starts at the cursor. */
  void start() {
    dimension = 0;
    mixed = false;
    // Every position has its own bracket and, with its comma, six bytes: never too few.
    int brackets = Swar.count(cursor.b, cursor.p, cursor.end, '[');
    room = Math.min(Math.min(brackets, (cursor.end - cursor.p) / 6 + 1), maxVertices);
  }

  /** The feature is over. */
  void finish() {
    if (mixed) {
      cursor.report(
          Rule.MIXED_DIMENSION,
          "some positions have two numbers and some three",
          out.sequences() == 0 ? cursor.p : out.sequenceByte(0),
          place.of(""));
      out.dropHeights();
    }
  }

  /** Reads the value at the cursor; false where the feature cannot be read on. */
  boolean read(GeometryKind wanted) {
    kind = wanted;
    at[0] = -1;
    at[1] = -1;
    if (kind != GeometryKind.MULTI_POLYGON && kind != GeometryKind.MULTI_LINE_STRING) {
      out.startPart();
    }
    if (kind == GeometryKind.POINT) {
      return point();
    }
    return kind.nesting() == 1 ? sequence() : list(kind.nesting());
  }

  private boolean point() {
    int sequence = out.startSequence(cursor.p);
    if (cursor.peek() != '[') {
      return misplaced();
    }
    int start = cursor.p;
    int behind = space(cursor.b, start + 1);
    if (cursor.b[behind] == ']') {
      cursor.p = behind;
      return empty(start);
    }
    int count = out.positions();
    int next = position(start);
    if (next == OddPosition.STOP) {
      return false;
    }
    cursor.p = next;
    if (out.positions() > count) {
      check.point(sequence);
    }
    return true;
  }

  /** An array of arrays. */
  private boolean list(int nesting) {
    if (cursor.peek() != '[') {
      return misplaced();
    }
    int start = cursor.p++;
    if (cursor.peek() == ']') {
      return empty(start);
    }
    int level = kind.nesting() - nesting;
    for (int i = 0; ; i++) {
      at[level] = i;
      if (nesting == kind.nesting() && kind != GeometryKind.POLYGON) {
        out.startPart();
      }
      if (!(nesting > 2 ? list(nesting - 1) : sequence())) {
        return false;
      }
      int c = cursor.peek();
      if (c == ']') {
        cursor.p++;
        at[level] = -1;
        return true;
      }
      if (c != ',') {
        cursor.broken();
        return false;
      }
      cursor.p++;
    }
  }

  private boolean sequence() {
    if (cursor.peek() != '[') {
      return misplaced();
    }
    int start = cursor.p;
    int sequence = out.startSequence(start);
    useless = 0;
    byte[] b = cursor.b;
    int p = space(b, start + 1);
    if (b[p] == ']') {
      cursor.p = p;
      return empty(start);
    }
    while (true) {
      p = position(p);
      if (p == OddPosition.STOP) {
        return false;
      }
      p = space(b, p);
      if (b[p] != ',') {
        break;
      }
      p = space(b, p + 1);
    }
    cursor.p = p;
    if (b[p] != ']') {
      cursor.broken();
      return false;
    }
    cursor.p = p + 1;
    if (useless == 0) {
      check.run(kind, sequence, at);
    }
    return true;
  }

  /** Reads one position; answers the index behind it, or that reading cannot go on. */
  private int position(int from) {
    byte[] b = cursor.b;
    if (b[from] != '[') {
      return oddPosition(from);
    }
    int p = decimals.read(b, space(b, from + 1));
    if (p < 0) {
      return oddPosition(from);
    }
    double x = decimals.value;
    p = space(b, p);
    if (b[p] != ',') {
      return oddPosition(from);
    }
    p = decimals.read(b, space(b, p + 1));
    if (p < 0) {
      return oddPosition(from);
    }
    double y = decimals.value;
    p = space(b, p);
    int numbers = 2;
    double z = 0;
    if (b[p] == ',') {
      p = decimals.read(b, space(b, p + 1));
      if (p < 0) {
        return oddPosition(from);
      }
      z = decimals.value;
      numbers = 3;
      p = space(b, p);
    }
    // The sum is infinite or NaN exactly where a number is too big for a double, or nearly so.
    if (b[p] != ']' || !Double.isFinite(x + y + z)) {
      return oddPosition(from);
    }
    return add(x, y, z, numbers, from) ? p + 1 : OddPosition.STOP;
  }

  private int oddPosition(int from) {
    cursor.p = from;
    int index = out.positions() - firstHere() + useless;
    int numbers = odd.read(at, kind == GeometryKind.POINT ? -1 : index);
    if (numbers == OddPosition.STOP) {
      return OddPosition.STOP;
    }
    if (numbers == OddPosition.USELESS) {
      useless++;
      return cursor.p;
    }
    return add(odd.x(), odd.y(), odd.z(), numbers, from) ? cursor.p : OddPosition.STOP;
  }

  private int firstHere() {
    return out.firstPosition(out.sequences() - 1);
  }

  private boolean add(double x, double y, double z, int numbers, int from) {
    int count = out.positions();
    if (count >= room) {
      cursor.p = from;
      return cursor.stop(Rule.TOO_MANY_VERTICES, "more than " + maxVertices + " positions");
    }
    if (dimension != numbers) {
      decide(numbers);
    }
    double[] ordinates = out.ordinates();
    int slot = count * dimension;
    ordinates[slot] = x;
    ordinates[slot + 1] = y;
    if (dimension == 3) {
      ordinates[slot + 2] = z;
    }
    out.positions(count + 1);
    return true;
  }

  /** The first position decides how many numbers all have; another size is only noted. */
  private void decide(int numbers) {
    if (dimension == 0) {
      dimension = numbers;
      out.reserve(room, numbers);
    } else {
      mixed = true;
    }
  }

  private boolean misplaced() {
    if (cursor.wants(Rule.COORDINATES_NESTING)) {
      cursor.keep(
          Rule.COORDINATES_NESTING,
          "not nested as a " + kind.word() + " needs",
          cursor.p,
          place.of("coordinates", at));
    }
    return cursor.skipValue();
  }

  /** The cursor is at the bracket that closes an array which has nothing in it. */
  private boolean empty(int start) {
    cursor.p++;
    boolean whole = at[0] < 0 && !place.nested();
    Rule rule = whole ? Rule.GEOMETRY_EMPTY : Rule.COORDINATES_EMPTY;
    if (cursor.wants(rule)) {
      cursor.keep(rule, "an empty array in a " + kind.word(), start, place.of("coordinates", at));
    }
    return true;
  }

  private static int space(byte[] b, int from) {
    int p = from;
    while (b[p] <= ' ' && JsonScan.isSpace(b[p])) {
      p++;
    }
    return p;
  }
}
