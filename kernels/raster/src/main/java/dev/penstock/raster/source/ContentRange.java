package dev.penstock.raster.source;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code Content-Range} of a 206.
 *
 * @param first offset of the first byte
 * @param last offset of the last byte
 * @param total size of the object, or -1 if the host does not tell
 */
record ContentRange(long first, long last, long total) {
  private static final Pattern FORM =
      Pattern.compile("bytes\\s+(\\d{1,18})-(\\d{1,18})/(?:(\\d{1,18})|\\*)");

  static Optional<ContentRange> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    long total = form.group(3) == null ? -1 : Long.parseLong(form.group(3));
    return Optional.of(
        new ContentRange(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)), total));
  }

  /**
   * Whether it answers a request for so many bytes from there: all of them, or all that are left.
   */
  boolean answers(long from, int length) {
    boolean full = last == from + length - 1;
    boolean ends = total >= 0 && last == total - 1 && last < from + length;
    return first == from && last >= first && (full || ends);
  }
}
