package dev.penstock.csv;

/**
 * How a file spells rows.
 *
 * @param delimiter between fields; an ASCII character
 * @param quote around fields; an ASCII character, 0 where the file has none
 */
public record Dialect(char delimiter, char quote) {
  public static final Dialect RFC_4180 = new Dialect(',', '"');

  public Dialect {
    if (delimiter == quote || delimiter >= 0x80 || quote >= 0x80 || isLineEnd(delimiter)) {
      throw new IllegalArgumentException(
          "not a dialect: '%s' and '%s'".formatted(delimiter, quote));
    }
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
