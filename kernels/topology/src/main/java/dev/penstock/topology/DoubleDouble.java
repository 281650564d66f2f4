package dev.penstock.topology;

/**
 * A number of about 106 bits, as the sum of two doubles (T. J. Dekker, A Floating-Point Technique
 * for Extending the Available Precision, 1971). Only for the few points that must be computed.
 *
 * @param high the number rounded to a double
 * @param low what rounding took away
 */
record DoubleDouble(double high, double low) {
  static DoubleDouble of(double value) {
    return new DoubleDouble(value, 0);
  }

  static DoubleDouble difference(double a, double b) {
    return sum(a, -b);
  }

  double value() {
    return high + low;
  }

  DoubleDouble plus(DoubleDouble other) {
    DoubleDouble highs = sum(high, other.high);
    DoubleDouble lows = sum(low, other.low);
    DoubleDouble first = quickSum(highs.high, highs.low + lows.high);
    return quickSum(first.high, first.low + lows.low);
  }

  DoubleDouble minus(DoubleDouble other) {
    return plus(new DoubleDouble(-other.high, -other.low));
  }

  DoubleDouble times(DoubleDouble other) {
    double product = high * other.high;
    double rest = Math.fma(high, other.high, -product) + (high * other.low + low * other.high);
    return quickSum(product, rest);
  }

  DoubleDouble over(DoubleDouble other) {
    double q1 = high / other.high;
    DoubleDouble rest = minus(other.times(of(q1)));
    double q2 = rest.high / other.high;
    rest = rest.minus(other.times(of(q2)));
    double q3 = rest.high / other.high;
    return quickSum(q1, q2).plus(of(q3));
  }

  private static DoubleDouble sum(double a, double b) {
    double total = a + b;
    double virtual = total - a;
    return new DoubleDouble(total, (a - (total - virtual)) + (b - virtual));
  }

  private static DoubleDouble quickSum(double a, double b) {
    double total = a + b;
    return new DoubleDouble(total, b - (total - a));
  }
}
