package dev.penstock.topology;

/** Sizes of polygons. */
final class Measures {
  private Measures() {}

  static int points(PolygonRings polygons) {
    int points = 0;
    for (int p = 0; p < polygons.parts(); p++) {
      for (int r = polygons.firstRing(p); r < polygons.lastRing(p); r++) {
        points += polygons.lastPosition(r) - polygons.firstPosition(r);
      }
    }
    return points;
  }

  static int rings(PolygonRings polygons) {
    int rings = 0;
    for (int p = 0; p < polygons.parts(); p++) {
      rings += polygons.lastRing(p) - polygons.firstRing(p);
    }
    return rings;
  }

  /** Shells minus holes, whatever their direction. */
  static double area(PolygonRings polygons) {
    double sum = 0;
    for (int p = 0; p < polygons.parts(); p++) {
      for (int r = polygons.firstRing(p); r < polygons.lastRing(p); r++) {
        double area = Math.abs(area(polygons, r));
        sum += r == polygons.firstRing(p) ? area : -area;
      }
    }
    return sum;
  }

  private static double area(PolygonRings polygons, int ring) {
    double[] at = polygons.ordinates();
    int stride = polygons.stride();
    int first = polygons.firstPosition(ring) * stride;
    int end = polygons.lastPosition(ring) * stride;
    double twice = 0;
    // Relative to the first position: large ordinates of small rings would cost digits.
    for (int i = first; i + stride < end; i += stride) {
      double ax = at[i] - at[first];
      double ay = at[i + 1] - at[first + 1];
      double bx = at[i + stride] - at[first];
      double by = at[i + stride + 1] - at[first + 1];
      twice += ax * by - bx * ay;
    }
    return twice / 2;
  }
}
