package dev.penstock.csv;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads decimal numbers from bytes, exactly. Most fit a long with a scale, and no object is made
 * for them. Used by one thread.
 */
public final class DecimalField {
  private static final int LONG_DIGITS = 18;
  private static final int MOST_BYTES = 100;
  private static final int MOST_EXPONENT = 100;

  private final DecimalStyle style;
  private long unscaled;
  private int scale;
  private @Nullable BigDecimal big;

  public DecimalField(DecimalStyle style) {
    this.style = style;
  }

  /** Reads a number; whether it is one. Spaces around it and a currency sign before it are let. */
  public boolean read(byte[] bytes, int from, int to) {
    int a = from;
    int b = to;
    while (a < b && bytes[a] <= ' ' && bytes[a] >= 0) {
      a++;
    }
    while (b > a && bytes[b - 1] <= ' ' && bytes[b - 1] >= 0) {
      b--;
    }
    boolean brackets = b - a > 2 && bytes[a] == '(' && bytes[b - 1] == ')';
    if (brackets) {
      a++;
      b--;
    }
    boolean negative = brackets;
    if (a < b && (bytes[a] == '-' || bytes[a] == '+')) {
      negative ^= bytes[a] == '-';
      a++;
    }
    if (a < b && bytes[a] == '$') {
      a++;
    }
    return digits(bytes, a, b, negative);
  }

  private boolean digits(byte[] bytes, int from, int to, boolean negative) {
    long value = 0;
    int digits = 0;
    int significant = 0;
    int point = -1;
    for (int i = from; i < to; i++) {
      int b = bytes[i];
      if (b >= '0' && b <= '9') {
        digits++;
        significant += significant > 0 || b != '0' ? 1 : 0;
        value = value * 10 + (b - '0');
      } else if (b == style.point && point < 0) {
        point = digits;
      } else if (!isGroup(bytes, i, from, to, point)) {
        return slow(bytes, from, to, negative);
      }
    }
    if (digits == 0) {
      return false;
    }
    if (significant > LONG_DIGITS) {
      return slow(bytes, from, to, negative);
    }
    unscaled = negative ? -value : value;
    scale = point < 0 ? 0 : digits - point;
    big = null;
    return true;
  }

  /** A mark between three digits and others, before the point. */
  private boolean isGroup(byte[] bytes, int at, int from, int to, int point) {
    int b = bytes[at];
    boolean mark = b == style.group || b == '\'' || b == ' ';
    if (!mark || point >= 0 || at == from || at + 3 >= to || !isDigit(bytes[at - 1])) {
      return false;
    }
    boolean three = isDigit(bytes[at + 1]) && isDigit(bytes[at + 2]) && isDigit(bytes[at + 3]);
    return three && (at + 4 == to || !isDigit(bytes[at + 4]));
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  /** Long numbers, and those with an exponent. */
  private boolean slow(byte[] bytes, int from, int to, boolean negative) {
    if (to - from > MOST_BYTES || to <= from) {
      return false;
    }
    var text = new StringBuilder(to - from);
    boolean pointed = false;
    for (int i = from; i < to; i++) {
      int b = bytes[i];
      if (b == style.point && !pointed) {
        text.append('.');
        pointed = true;
      } else if (isDigit(b) || b == 'e' || b == 'E' || ((b == '-' || b == '+') && i > from)) {
        text.append((char) b);
      } else if (!isGroup(bytes, i, from, to, pointed ? 0 : -1)) {
        return false;
      }
    }
    return exact(text.toString(), negative);
  }

  private boolean exact(String text, boolean negative) {
    int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
    if (exponent >= 0 && text.length() - exponent > 5) {
      return false;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      if (Math.abs((long) number.scale()) > MOST_EXPONENT) {
        return false;
      }
      BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
      big = negative ? plain.negate() : plain;
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Whether the number is {@link #unscaled} and {@link #scale}; else it is {@link #value} only. */
  public boolean isSmall() {
    return big == null;
  }

  public long unscaled() {
    return unscaled;
  }

  public int scale() {
    return scale;
  }

  /** The number. */
  public BigDecimal value() {
    return big != null ? big : new BigDecimal(BigInteger.valueOf(unscaled), scale);
  }

  /** The number that a text says; null when it says none. */
  public static @Nullable BigDecimal parse(String text, DecimalStyle style) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var field = new DecimalField(style);
    return field.read(bytes, 0, bytes.length) ? field.value() : null;
  }
}
