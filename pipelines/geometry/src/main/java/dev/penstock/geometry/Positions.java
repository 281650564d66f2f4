package dev.penstock.geometry;

import dev.penstock.crs.Transform;
import dev.penstock.geojson.FlatGeometry;

/** Finds positions that cannot be what they say. */
final class Positions {
  private static final double POLE = 90;

  private Positions() {}

  /** The first whose latitude is beyond a pole, or -1. */
  static int beyondPoles(FlatGeometry geometry) {
    double[] o = geometry.ordinates();
    int stride = geometry.dimension();
    for (int i = 0; i < geometry.positions(); i++) {
      if (Math.abs(o[i * stride + 1]) > POLE) {
        return i;
      }
    }
    return -1;
  }

  /** The first that a transform has no image for, or -1; the geometry stays as it is. */
  static int withoutImage(FlatGeometry geometry, Transform transform) {
    double[] o = geometry.ordinates();
    int stride = geometry.dimension();
    var one = new double[2];
    for (int i = 0; i < geometry.positions(); i++) {
      one[0] = o[i * stride];
      one[1] = o[i * stride + 1];
      if (transform.apply(one, 0, 1, 2) >= 0) {
        return i;
      }
    }
    return -1;
  }
}
