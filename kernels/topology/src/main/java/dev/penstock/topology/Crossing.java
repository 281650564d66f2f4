package dev.penstock.topology;

/** The point where two crossing edges meet, computed in double-double and rounded once. */
final class Crossing {
  private Crossing() {}

  /** The point of edges e and f, kept inside of both boxes: x and y. */
  static double[] of(double[] xy, int e, int f) {
    return of(
        new double[] {xy[2 * e], xy[2 * e + 1], xy[2 * e + 2], xy[2 * e + 3]},
        new double[] {xy[2 * f], xy[2 * f + 1], xy[2 * f + 2], xy[2 * f + 3]});
  }

  private static double[] of(double[] e, double[] f) {
    // The point lies at e's start + t * d, with t = (f's start - e's start) x g / d x g.
    DoubleDouble dx = DoubleDouble.difference(e[2], e[0]);
    DoubleDouble dy = DoubleDouble.difference(e[3], e[1]);
    DoubleDouble gx = DoubleDouble.difference(f[2], f[0]);
    DoubleDouble gy = DoubleDouble.difference(f[3], f[1]);
    DoubleDouble sx = DoubleDouble.difference(f[0], e[0]);
    DoubleDouble sy = DoubleDouble.difference(f[1], e[1]);
    DoubleDouble below = dx.times(gy).minus(dy.times(gx));
    DoubleDouble t = sx.times(gy).minus(sy.times(gx)).over(below);
    double x = DoubleDouble.of(e[0]).plus(t.times(dx)).value();
    double y = DoubleDouble.of(e[1]).plus(t.times(dy)).value();
    return new double[] {within(x, e[0], e[2], f[0], f[2]), within(y, e[1], e[3], f[1], f[3])};
  }

  private static double within(double v, double a, double b, double c, double d) {
    double least = Math.max(Math.min(a, b), Math.min(c, d));
    double most = Math.min(Math.max(a, b), Math.max(c, d));
    return Math.max(least, Math.min(most, v));
  }
}
