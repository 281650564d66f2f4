package dev.penstock.crs;

/**
 * The figure of the earth.
 *
 * @param semiMajorAxis metres
 * @param flattening f = (a - b) / a
 */
record Ellipsoid(double semiMajorAxis, double flattening) {

  static final Ellipsoid WGS84 = new Ellipsoid(6378137, 1 / 298.257223563);
  static final Ellipsoid GRS80 = new Ellipsoid(6378137, 1 / 298.257222101);

  /** n = (a - b) / (a + b). */
  double thirdFlattening() {
    return flattening / (2 - flattening);
  }

  /** e squared. */
  double eccentricity2() {
    return flattening * (2 - flattening);
  }

  /** Radius of the circle that is as long as a meridian (Karney 2011, equation 14), metres. */
  double rectifyingRadius() {
    double n = thirdFlattening();
    double n2 = n * n;
    return semiMajorAxis / (1 + n) * (1 + n2 * (1 / 4.0 + n2 * (1 / 64.0 + n2 / 256)));
  }
}
