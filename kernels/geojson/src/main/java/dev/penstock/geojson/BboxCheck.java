package dev.penstock.geojson;

/** Compares a bbox member with the positions that it should be around (RFC 7946 section 5). */
final class BboxCheck {
  private final JsonCursor cursor;
  private final FlatGeometry geometry;
  private final boolean degrees;

  /**
   * A check.
   *
   * @param degrees whether positions are longitudes and latitudes
   */
  BboxCheck(JsonCursor cursor, FlatGeometry geometry, boolean degrees) {
    this.cursor = cursor;
    this.geometry = geometry;
    this.degrees = degrees;
  }

  /**
   * Checks a box.
   *
   * @param numbers four or six
   * @param at where it stands
   */
  void run(double[] numbers, int at, String path, int from, int to) {
    int size = numbers.length / 2;
    boolean ordered =
        numbers[1] <= numbers[size + 1] && (size == 2 || numbers[2] <= numbers[size + 2]);
    if (!ordered) {
      cursor.report(
          Rule.BBOX_ORDER,
          "its south is north of its north, or its floor above its roof",
          at,
          path);
    }
    if (degrees && outOfRange(numbers, size)) {
      cursor.report(Rule.BBOX_RANGE, "no longitudes and latitudes", at, path);
    }
    if (ordered) {
      around(numbers, size, at, path, from, to);
    }
  }

  /** Its size is that of the positions. */
  void dimension(double[] numbers, int at, String path) {
    if (geometry.positions() > 0 && numbers.length != 2 * geometry.dimension()) {
      cursor.report(
          Rule.BBOX_DIMENSION,
          "%d numbers for positions of %d".formatted(numbers.length, geometry.dimension()),
          at,
          path);
    }
  }

  private static boolean outOfRange(double[] numbers, int size) {
    return Math.abs(numbers[0]) > 180
        || Math.abs(numbers[size]) > 180
        || Math.abs(numbers[1]) > 90
        || Math.abs(numbers[size + 1]) > 90;
  }

  private void around(double[] box, int size, int at, String path, int from, int to) {
    double[] o = geometry.ordinates();
    int stride = geometry.dimension();
    boolean heights = size == 3 && stride == 3;
    for (int i = from; i < to; i++) {
      double x = o[i * stride];
      double y = o[i * stride + 1];
      boolean inside =
          y >= box[1]
              && y <= box[size + 1]
              && between(x, box[0], box[size])
              && (!heights || (o[i * stride + 2] >= box[2] && o[i * stride + 2] <= box[5]));
      if (!inside) {
        if (cursor.wants(Rule.BBOX_MISMATCH)) {
          String found = "a position outside of its bbox";
          cursor.keep(new Finding(Rule.BBOX_MISMATCH, found, at, path), x, y);
        }
        return;
      }
    }
  }

  /** A west beyond the east is a box over the antimeridian: section 5.2. */
  private boolean between(double x, double west, double east) {
    if (west <= east || !degrees) {
      return x >= west && x <= east;
    }
    return x >= west || x <= east;
  }
}
