package dev.penstock.topology;

/**
 * On which side of a line a point lies, exactly. Nearly all answers come from plain arithmetic with
 * an error bound; the rest from exact sums of products (J. R. Shewchuk, Adaptive Precision
 * Floating-Point Arithmetic and Fast Robust Geometric Predicates, 1997). That holds while products
 * neither overflow nor underflow: for sizes from 1e-140 to 1e150, and for 0.
 */
final class Orientation {
  /** Shewchuk's bound A: (3 + 16e)e with e = 2^-53. */
  private static final double BOUND = 3.3306690738754716e-16;

  private Orientation() {}

  /** 1 when position c lies left of the line from a to b, -1 when right of it, 0 when on it. */
  static int of(double[] xy, int a, int b, int c) {
    return of(xy, a, b, xy[2 * c], xy[2 * c + 1]);
  }

  /** The same for a point that is none of the positions. */
  static int of(double[] xy, int a, int b, double x, double y) {
    double left = (xy[2 * a] - x) * (xy[2 * b + 1] - y);
    double right = (xy[2 * a + 1] - y) * (xy[2 * b] - x);
    double difference = left - right;
    if (Math.abs(difference) > BOUND * (Math.abs(left) + Math.abs(right))) {
      return difference > 0 ? 1 : -1;
    }
    return close(xy, a, b, x, y);
  }

  private static int close(double[] xy, int a, int b, double x, double y) {
    double ax = xy[2 * a] - x;
    double by = xy[2 * b + 1] - y;
    double ay = xy[2 * a + 1] - y;
    double bx = xy[2 * b] - x;
    boolean exactA = tail(xy[2 * a], x, ax) == 0 && tail(xy[2 * a + 1], y, ay) == 0;
    if (!exactA || tail(xy[2 * b], x, bx) != 0 || tail(xy[2 * b + 1], y, by) != 0) {
      return exact(xy, a, b, x, y);
    }
    double left = ax * by;
    double right = ay * bx;
    if (left != right) {
      return left > right ? 1 : -1;
    }
    // Rounding is monotone: equal products differ at most by what was rounded off.
    double leftRest = Math.fma(ax, by, -left);
    double rightRest = Math.fma(ay, bx, -right);
    return leftRest == rightRest ? 0 : leftRest > rightRest ? 1 : -1;
  }

  /** What rounding took from {@code difference = a - b}. */
  private static double tail(double a, double b, double difference) {
    double back = a - difference;
    double round = difference + back;
    return (a - round) + (back - b);
  }

  private static int exact(double[] xy, int a, int b, double x, double y) {
    double[] sum = new double[12];
    int n = addProduct(sum, 0, xy[2 * a], xy[2 * b + 1]);
    n = addProduct(sum, n, -xy[2 * a], y);
    n = addProduct(sum, n, -x, xy[2 * b + 1]);
    n = addProduct(sum, n, -xy[2 * a + 1], xy[2 * b]);
    n = addProduct(sum, n, xy[2 * a + 1], x);
    n = addProduct(sum, n, y, xy[2 * b]);
    return n == 0 ? 0 : sum[n - 1] > 0 ? 1 : -1;
  }

  private static int addProduct(double[] sum, int n, double a, double b) {
    double product = a * b;
    int m = add(sum, n, Math.fma(a, b, -product));
    return add(sum, m, product);
  }

  /** Adds a number to an expansion of n terms, growing in size, none of them 0. */
  private static int add(double[] sum, int n, double term) {
    double carry = term;
    int kept = 0;
    for (int i = 0; i < n; i++) {
      double total = carry + sum[i];
      double virtual = total - carry;
      double rest = (carry - (total - virtual)) + (sum[i] - virtual);
      carry = total;
      if (rest != 0) {
        sum[kept++] = rest;
      }
    }
    if (carry != 0) {
      sum[kept++] = carry;
    }
    return kept;
  }
}
