package dev.penstock.crs;

/**
 * Coefficients of Krueger's series, as polynomials in the third flattening n, and their sum at a
 * complex argument by Clenshaw's rule. Holds the last sum; not thread-safe.
 *
 * <p>Source: Karney 2011, equations 35 and 36, to the sixth order; the latitude series is the one
 * of Karney, "On auxiliary latitudes" (2022), from conformal to geographic.
 */
final class KruegerSeries {

  private static final double[][] ALPHA = {
    {1 / 2.0, -2 / 3.0, 5 / 16.0, 41 / 180.0, -127 / 288.0, 7891 / 37800.0},
    {13 / 48.0, -3 / 5.0, 557 / 1440.0, 281 / 630.0, -1983433 / 1935360.0},
    {61 / 240.0, -103 / 140.0, 15061 / 26880.0, 167603 / 181440.0},
    {49561 / 161280.0, -179 / 168.0, 6601661 / 7257600.0},
    {34729 / 80640.0, -3418889 / 1995840.0},
    {212378941 / 319334400.0}
  };

  private static final double[][] BETA = {
    {-1 / 2.0, 2 / 3.0, -37 / 96.0, 1 / 360.0, 81 / 512.0, -96199 / 604800.0},
    {-1 / 48.0, -1 / 15.0, 437 / 1440.0, -46 / 105.0, 1118711 / 3870720.0},
    {-17 / 480.0, 37 / 840.0, 209 / 4480.0, -5569 / 90720.0},
    {-4397 / 161280.0, 11 / 504.0, 830251 / 7257600.0},
    {-4583 / 161280.0, 108847 / 3991680.0},
    {-20648693 / 638668800.0}
  };

  private static final double[][] DELTA = {
    {2, -2 / 3.0, -2, 116 / 45.0, 26 / 45.0, -2854 / 675.0},
    {7 / 3.0, -8 / 5.0, -227 / 45.0, 2704 / 315.0, 2323 / 945.0},
    {56 / 15.0, -136 / 35.0, -1262 / 105.0, 73814 / 2835.0},
    {4279 / 630.0, -332 / 35.0, -399572 / 14175.0},
    {4174 / 315.0, -144838 / 6237.0},
    {601676 / 22275.0}
  };

  private final double[] coefficients;
  private double real;
  private double imaginary;

  KruegerSeries(double[] coefficients) {
    this.coefficients = coefficients;
  }

  /** From the conformal sphere to the plane. */
  static double[] alpha(double n) {
    return coefficients(ALPHA, n);
  }

  /** From the plane to the conformal sphere. */
  static double[] beta(double n) {
    return coefficients(BETA, n);
  }

  /** From conformal to geographic latitude. */
  static double[] delta(double n) {
    return coefficients(DELTA, n);
  }

  private static double[] coefficients(double[][] polynomials, double n) {
    double[] values = new double[polynomials.length];
    double power = 1;
    for (int j = 0; j < values.length; j++) {
      power *= n;
      double value = 0;
      for (int k = polynomials[j].length - 1; k >= 0; k--) {
        value = value * n + polynomials[j][k];
      }
      values[j] = value * power;
    }
    return values;
  }

  /** Sums c_j sin(2 j z), z = xi + i eta, from the circular and hyperbolic functions of 2 z. */
  void sum(double sin2Xi, double cos2Xi, double sinh2Eta, double cosh2Eta) {
    double re = 2 * cos2Xi * cosh2Eta;
    double im = -2 * sin2Xi * sinh2Eta;
    double re1 = 0;
    double im1 = 0;
    double re2 = 0;
    double im2 = 0;
    for (int j = coefficients.length - 1; j >= 0; j--) {
      double nextRe = re * re1 - im * im1 - re2 + coefficients[j];
      double nextIm = re * im1 + im * re1 - im2;
      re2 = re1;
      im2 = im1;
      re1 = nextRe;
      im1 = nextIm;
    }
    double sinRe = sin2Xi * cosh2Eta;
    double sinIm = cos2Xi * sinh2Eta;
    real = sinRe * re1 - sinIm * im1;
    imaginary = sinRe * im1 + sinIm * re1;
  }

  /** The same at a real argument. */
  static double sum(double[] coefficients, double sin2, double cos2) {
    double u1 = 0;
    double u2 = 0;
    for (int j = coefficients.length - 1; j >= 0; j--) {
      double next = 2 * cos2 * u1 - u2 + coefficients[j];
      u2 = u1;
      u1 = next;
    }
    return sin2 * u1;
  }

  /** What to add to xi. */
  double real() {
    return real;
  }

  /** What to add to eta. */
  double imaginary() {
    return imaginary;
  }
}
