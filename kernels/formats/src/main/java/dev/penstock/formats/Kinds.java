package dev.penstock.formats;

import java.math.BigDecimal;

/**
 * The kinds of JSON values, as bits, told apart by which types can hold them without loss. {@code
 * null}s are of no kind.
 */
final class Kinds {
  /** A whole number that a long and a double hold. */
  static final int WHOLE = 1;

  /** A whole number that a long holds, and no double. */
  static final int LONG = 2;

  /** Another number that is the shortest text of a double, or means the same. */
  static final int DECIMAL = 4;

  /** A number of more digits than a double has. */
  static final int DIGITS = 8;

  static final int FLAG = 16;
  static final int TEXT = 32;

  /** An object, an array, or a string that UTF-8 cannot hold. */
  static final int NESTED = 64;

  private static final long EXACT = 1L << 53;
  private static final int SURE_DIGITS = 15;
  private static final int LONGEST = 400;

  private Kinds() {}

  /** The kind of a number as it is written. */
  static int ofNumber(String text) {
    int digits = 0;
    boolean whole = true;
    boolean exponent = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c != '-' || i > 0) {
        whole = false;
        exponent |= c == 'e' || c == 'E';
      }
    }
    if (whole && !text.equals("-0")) {
      if (digits <= SURE_DIGITS) {
        return WHOLE;
      }
      return digits <= 19 ? ofLong(text) : DIGITS;
    }
    return (digits <= SURE_DIGITS && !exponent) || isDouble(text) ? DECIMAL : DIGITS;
  }

  private static int ofLong(String text) {
    try {
      long value = Long.parseLong(text);
      return value >= -EXACT && value <= EXACT ? WHOLE : LONG;
    } catch (NumberFormatException e) {
      return DIGITS;
    }
  }

  private static boolean isDouble(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      return false;
    }
    try {
      return new BigDecimal(text).compareTo(new BigDecimal(Double.toString(value))) == 0;
    } catch (NumberFormatException e) {
      // An exponent beyond all doubles.
      return false;
    }
  }

  /** The type of a column with values of these kinds. */
  static Column.Type type(int kinds) {
    return switch (kinds) {
      case 0, TEXT -> Column.Type.TEXT;
      case FLAG -> Column.Type.FLAG;
      case WHOLE, LONG, WHOLE | LONG -> Column.Type.LONG;
      case DECIMAL, WHOLE | DECIMAL -> Column.Type.DOUBLE;
      default -> Column.Type.JSON;
    };
  }

  /** Whether UTF-8 can hold a text: it has no half of a surrogate pair, and no NUL ends it. */
  static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
