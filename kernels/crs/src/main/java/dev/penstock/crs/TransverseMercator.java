package dev.penstock.crs;

/**
 * Transverse Mercator on an ellipsoid by Krueger's series to the sixth order in the third
 * flattening, as in C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers"
 * (2011), equations 7 to 11 and 35, 36.
 *
 * <p>The conformal latitude is reached without tangents, so that a pole is a position like any
 * other. Serves every longitude within the domain of PROJ, which ends about 150 degrees from the
 * meridian at the equator.
 */
final class TransverseMercator implements Projection {

  /** Where PROJ stops, too: beyond it the series no longer converge to a useful answer. */
  private static final double FARTHEST = 2.623395162778;

  private static final double RADIANS = Math.PI / 180;

  private final double meridian;
  private final double eccentricity2;
  private final double scale;
  private final double falseEasting;
  private final double northing0;
  private final double[] alpha;
  private final double[] beta;
  private final double[] delta;

  TransverseMercator(Ellipsoid ellipsoid, Grid grid) {
    double n = ellipsoid.thirdFlattening();
    this.meridian = grid.meridian();
    this.eccentricity2 = ellipsoid.eccentricity2();
    this.scale = grid.scale() * ellipsoid.rectifyingRadius();
    this.falseEasting = grid.falseEasting();
    this.alpha = KruegerSeries.alpha(n);
    this.beta = KruegerSeries.beta(n);
    this.delta = KruegerSeries.delta(n);
    this.northing0 = grid.falseNorthing() - meridianArc(grid.latitude());
  }

  /**
   * Where the plane's axes lie.
   *
   * @param meridian central meridian, degrees
   * @param latitude of origin, degrees
   * @param scale on the central meridian
   * @param falseEasting metres
   * @param falseNorthing metres
   */
  record Grid(
      double meridian, double latitude, double scale, double falseEasting, double falseNorthing) {}

  private double meridianArc(double latitude) {
    double[] position = {meridian, latitude};
    project(position, 0, new KruegerSeries(alpha));
    return position[1];
  }

  @Override
  public int forward(double[] ordinates, int from, int positions, int stride) {
    KruegerSeries series = new KruegerSeries(alpha);
    for (int i = 0, at = from; i < positions; i++, at += stride) {
      if (!LonLat.valid(ordinates[at], ordinates[at + 1]) || !project(ordinates, at, series)) {
        return i;
      }
      ordinates[at] += falseEasting;
      ordinates[at + 1] += northing0;
    }
    return -1;
  }

  /** Longitude and latitude to metres from the meridian and from the equator. */
  private boolean project(double[] ordinates, int at, KruegerSeries series) {
    double lambda = (ordinates[at] - meridian) * RADIANS;
    double phi = ordinates[at + 1] * RADIANS;
    double sinPhi = Math.sin(phi);

    // Conformal latitude: sin chi = (s - t) / (1 - s t), t = tanh(e atanh(e s)); no pole in the
    // way.
    double t = conformalTerm(sinPhi);
    double inverse = 1 / (1 - sinPhi * t);
    double sinChi = (sinPhi - t) * inverse;
    double cosChi = Math.cos(phi) * Math.sqrt(1 - t * t) * inverse;

    double across = cosChi * Math.cos(lambda);
    double inverse2 = 1 / (sinChi * sinChi + across * across);
    double sinhEta = cosChi * Math.sin(lambda) * Math.sqrt(inverse2);
    double coshEta = Math.sqrt(1 + sinhEta * sinhEta);
    double eta = Math.copySign(Math.log(Math.abs(sinhEta) + coshEta), sinhEta);
    if (!(Math.abs(eta) <= FARTHEST)) {
      return false;
    }
    series.sum(
        2 * sinChi * across * inverse2,
        2 * across * across * inverse2 - 1,
        2 * sinhEta * coshEta,
        1 + 2 * sinhEta * sinhEta);
    ordinates[at] = scale * (eta + series.imaginary());
    ordinates[at + 1] = scale * (Math.atan2(sinChi, across) + series.real());
    return true;
  }

  /**
   * tanh(e atanh(e s)) by its series in e squared, which is below 0.007: exact to the last bits.
   */
  private double conformalTerm(double s) {
    double x = eccentricity2 * s * s;
    double u =
        eccentricity2
            * s
            * (1 + x * (1 / 3.0 + x * (1 / 5.0 + x * (1 / 7.0 + x * (1 / 9.0 + x / 11)))));
    double u2 = u * u;
    return u * (1 - u2 * (1 / 3.0 - u2 * (2 / 15.0 - u2 * 17 / 315)));
  }

  @Override
  public int inverse(double[] ordinates, int from, int positions, int stride) {
    KruegerSeries series = new KruegerSeries(beta);
    for (int i = 0, at = from; i < positions; i++, at += stride) {
      if (!unproject(ordinates, at, series)) {
        return i;
      }
    }
    return -1;
  }

  private boolean unproject(double[] ordinates, int at, KruegerSeries series) {
    double eta = (ordinates[at] - falseEasting) / scale;
    double xi = (ordinates[at + 1] - northing0) / scale;
    // False for NaN as well.
    if (!(Math.abs(eta) <= FARTHEST && Math.abs(xi) <= Math.PI)) {
      return false;
    }
    double sinXi = Math.sin(xi);
    double cosXi = Math.cos(xi);
    double exp2 = Math.exp(2 * eta);
    double sinh2Eta = (exp2 - 1 / exp2) / 2;
    series.sum(2 * sinXi * cosXi, 2 * cosXi * cosXi - 1, sinh2Eta, (exp2 + 1 / exp2) / 2);
    return unprojectSphere(ordinates, at, xi + series.real(), eta + series.imaginary());
  }

  private boolean unprojectSphere(double[] ordinates, int at, double xi, double eta) {
    double sinXi = Math.sin(xi);
    double cosXi = Math.cos(xi);
    double exp = Math.exp(eta);
    double sinhEta = (exp - 1 / exp) / 2;
    double across = Math.sqrt(sinhEta * sinhEta + cosXi * cosXi);
    double inverse2 = 1 / (sinXi * sinXi + across * across);
    double chi = Math.atan2(sinXi, across);
    double sin2Chi = 2 * sinXi * across * inverse2;
    double cos2Chi = 2 * across * across * inverse2 - 1;
    double phi = chi + KruegerSeries.sum(delta, sin2Chi, cos2Chi);
    double longitude = meridian + Math.atan2(sinhEta, cosXi) / RADIANS;
    if (longitude > 180) {
      longitude -= 360;
    } else if (longitude < -180) {
      longitude += 360;
    }
    ordinates[at] = longitude;
    ordinates[at + 1] = phi / RADIANS;
    return LonLat.valid(longitude, ordinates[at + 1]);
  }
}
