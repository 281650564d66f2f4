package dev.penstock.geojson;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/**
 * Reads JSON numbers as the nearest double, bit for bit what {@link Double#parseDouble} gives.
 *
 * <p>Short numbers take Clinger's fast path (How to Read Floating Point Numbers Accurately, 1990):
 * with at most 53 bits of digits and a power of ten up to 22 both are exact, so one division rounds
 * once. Other numbers go to the fast double parser.
 *
 * <p>The bytes must hold something behind every number that cannot belong to one, such as the
 * closing brace of the feature: there is no check for the end.
 */
final class Decimals {
  /** The number at the place breaks the grammar, or is none. */
  static final int NONE = -1;

  private static final long EXACT = 1L << 53;

  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** The number read last. */
  double value;

  /** Reads the number at {@code from}; answers the index behind it or {@link #NONE}. */
  int read(byte[] b, int from) {
    int p = from;
    int c = b[p];
    if (c == '-') {
      c = b[++p];
    }
    int digits = p;
    c -= '0';
    if (c < 0 || c > 9) {
      return NONE;
    }
    long whole = c;
    c = b[++p] - '0';
    if (whole != 0) {
      while (c >= 0 && c <= 9) {
        whole = 10 * whole + c;
        c = b[++p] - '0';
      }
    }
    int size = p - digits;
    int scale = 0;
    if (c == '.' - '0') {
      int point = p;
      c = b[++p] - '0';
      while (c >= 0 && c <= 9) {
        whole = 10 * whole + c;
        c = b[++p] - '0';
      }
      scale = p - point - 1;
      size += scale;
      if (scale == 0) {
        return NONE;
      }
    }
    if (size > 18 || whole > EXACT || (c | 0x20) == (('e' - '0') | 0x20)) {
      return slow(b, from, p);
    }
    double number = whole;
    if (scale > 0) {
      number /= TENS[scale];
    }
    value = b[from] == '-' ? -number : number;
    return p;
  }

  /** The part before any exponent is known to be well formed. */
  private int slow(byte[] b, int from, int behindFraction) {
    int p = behindFraction;
    if (b[p] == 'e' || b[p] == 'E') {
      p++;
      if (b[p] == '+' || b[p] == '-') {
        p++;
      }
      int digits = p;
      while (b[p] >= '0' && b[p] <= '9') {
        p++;
      }
      if (p == digits) {
        return NONE;
      }
    }
    value = JavaDoubleParser.parseDouble(b, from, p - from);
    return p;
  }
}
