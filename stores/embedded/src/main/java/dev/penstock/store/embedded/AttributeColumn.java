package dev.penstock.store.embedded;

import dev.penstock.geometry.store.PropertyColumn;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A property as a column for people with a GIS. It is a generated column over the raw JSON, which
 * takes no room and stays the single truth; only names that older SQLite (before 3.45) cannot reach
 * by a JSON path are stored.
 *
 * @param property as in the JSON
 * @param kinds bit set of the kinds of its values
 * @param name of the column, unlike any other
 */
record AttributeColumn(String property, int kinds, String name) {
  private static final int WHOLES = 1;
  private static final int DECIMALS = 2;
  private static final int FLAGS = 4;
  private static final int TEXTS = 8;
  private static final int NESTED = 16;
  private static final int MAX_NAME = 200;

  static int kindsOf(PropertyColumn column) {
    return (column.wholes() ? WHOLES : 0)
        | (column.decimals() ? DECIMALS : 0)
        | (column.flags() ? FLAGS : 0)
        | (column.texts() ? TEXTS : 0)
        | (column.nested() ? NESTED : 0);
  }

  /** Whether a name can be that of a column: SQL text holds no NUL, UTF-8 no lone surrogate. */
  static boolean canHold(String property) {
    return property.length() <= MAX_NAME
        && property.indexOf('\0') < 0
        && property.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  String type() {
    return switch (kinds) {
      case WHOLES -> "INTEGER";
      case DECIMALS, WHOLES | DECIMALS -> "REAL";
      case FLAGS -> "BOOLEAN";
      default -> "TEXT";
    };
  }

  /** As part of {@code CREATE TABLE}. */
  String definition() {
    String column = identifier() + " " + type();
    return stored() ? column : column + " AS (" + value() + ")";
  }

  String identifier() {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Whether the column must be filled, once. */
  boolean stored() {
    return property.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\');
  }

  /** The SQL expression that takes the value out of {@code properties}. */
  String value() {
    if (stored()) {
      return at(path(property.codePoints(), "\\u%04x"));
    }
    // Older SQLite compares names as they are written, so it gets the usual ways to write them.
    String plain = at(path(property));
    if (property.chars().allMatch(c -> c < 0x80 && c != '/')) {
      return plain;
    }
    return "coalesce(%s, %s, %s)"
        .formatted(plain, at(path(escaped("\\u%04x"))), at(path(escaped("\\u%04X"))));
  }

  private static String path(IntStream characters, String form) {
    var text = new StringBuilder();
    characters.forEach(
        c -> {
          if (c < ' ' || c == '"' || c == '\\') {
            text.append(String.format(Locale.ROOT, form, c));
          } else {
            text.appendCodePoint(c);
          }
        });
    return path(text.toString());
  }

  private static String path(String label) {
    return "'$.\"" + label.replace("'", "''") + "\"'";
  }

  private String escaped(String form) {
    var text = new StringBuilder();
    for (int i = 0; i < property.length(); i++) {
      char c = property.charAt(i);
      if (c >= 0x80) {
        text.append(String.format(Locale.ROOT, form, (int) c));
      } else {
        text.append(c == '/' ? "\\/" : c);
      }
    }
    return text.toString();
  }

  private String at(String path) {
    boolean mixed = (kinds & FLAGS) != 0 && kinds != FLAGS;
    String value = "json_extract(properties, " + path + ")";
    if (!mixed) {
      return value;
    }
    // Among texts a flag is the word, not the 1 or 0 that SQLite makes of it.
    String type = "json_type(properties, " + path + ")";
    return "CASE WHEN " + type + " IN ('true', 'false') THEN " + type + " ELSE " + value + " END";
  }
}
