package dev.penstock.store.embedded;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page ended.
 *
 * @param generation that the reader is on
 * @param part the catalog's number of the part that the last row was in
 * @param fid of the last row
 */
record Cursor(long generation, long part, long fid) {
  private static final Pattern FORM =
      Pattern.compile("([0-9a-z]{1,12})-([0-9a-z]{1,12})-([0-9a-z]{1,12})");

  String text() {
    return Long.toString(generation, 36)
        + "-"
        + Long.toString(part, 36)
        + "-"
        + Long.toString(fid, 36);
  }

  /** Reads a text from outside; what it names may not exist. */
  static Optional<Cursor> of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Cursor(
            Long.parseLong(matcher.group(1), 36),
            Long.parseLong(matcher.group(2), 36),
            Long.parseLong(matcher.group(3), 36)));
  }
}
