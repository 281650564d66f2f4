package dev.penstock.crs;

/**
 * Mercator on a sphere, used with ellipsoidal latitudes (EPSG method 1024, "Popular Visualisation
 * Pseudo Mercator"): EPSG:3857.
 *
 * @param radius of the sphere, in metres
 */
record SphericalMercator(double radius) implements Projection {

  private static final double RADIANS = Math.PI / 180;

  @Override
  public int forward(double[] ordinates, int from, int positions, int stride) {
    double perDegree = radius * RADIANS;
    for (int i = 0, at = from; i < positions; i++, at += stride) {
      double longitude = ordinates[at];
      double latitude = ordinates[at + 1];
      // The second test is also true for NaN.
      if (!LonLat.valid(longitude, latitude) || !(Math.abs(latitude) < 90)) {
        return i;
      }
      ordinates[at] = longitude * perDegree;
      ordinates[at + 1] = radius * Math.log(Math.tan((latitude * 0.5 + 45) * RADIANS));
    }
    return -1;
  }

  @Override
  public int inverse(double[] ordinates, int from, int positions, int stride) {
    double toDegrees = 1 / (radius * RADIANS);
    for (int i = 0, at = from; i < positions; i++, at += stride) {
      double longitude = ordinates[at] * toDegrees;
      double latitude = 90 - 2 / RADIANS * Math.atan(Math.exp(-ordinates[at + 1] / radius));
      if (!LonLat.valid(longitude, latitude)) {
        return i;
      }
      ordinates[at] = longitude;
      ordinates[at + 1] = latitude;
    }
    return -1;
  }
}
