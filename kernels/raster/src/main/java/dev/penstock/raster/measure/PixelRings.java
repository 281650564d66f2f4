package dev.penstock.raster.measure;

import java.util.List;

/**
 * The rings of polygons in columns and rows of an image, x and y side by side, each closed by its
 * last edge back to the first vertex. Outer rings turn one way, holes the other.
 */
record PixelRings(List<double[]> rings) {

  /** Twice the area of a ring, positive or negative by its direction. */
  static double doubleArea(double[] ring) {
    double sum = 0;
    for (int i = 0; i < ring.length; i += 2) {
      int next = i + 2 < ring.length ? i + 2 : 0;
      // From the first vertex: large coordinates would cost digits.
      double x = ring[i] - ring[0];
      double y = ring[i + 1] - ring[1];
      sum += x * (ring[next + 1] - ring[1]) - (ring[next] - ring[0]) * y;
    }
    return sum;
  }

  /** The ring in the direction of outer rings, or of holes. */
  static double[] turned(double[] ring, boolean hole) {
    if (doubleArea(ring) < 0 == hole) {
      return ring;
    }
    double[] turned = new double[ring.length];
    for (int i = 0; i < ring.length; i += 2) {
      turned[i] = ring[ring.length - 2 - i];
      turned[i + 1] = ring[ring.length - 1 - i];
    }
    return turned;
  }

  /** Least and greatest column, then row. */
  double[] bounds() {
    double[] bounds = {
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY
    };
    for (double[] ring : rings) {
      for (int i = 0; i < ring.length; i += 2) {
        bounds[0] = Math.min(bounds[0], ring[i]);
        bounds[1] = Math.max(bounds[1], ring[i]);
        bounds[2] = Math.min(bounds[2], ring[i + 1]);
        bounds[3] = Math.max(bounds[3], ring[i + 1]);
      }
    }
    return bounds;
  }
}
