package dev.penstock.server.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: {@code 512}, {@code 64KiB}, {@code 1GiB}. */
final class ByteSize {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12}) ?(B|KiB|MiB|GiB|TiB)?");
  private static final Map<String, Integer> SHIFTS =
      Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

  private ByteSize() {}

  /**
   * The number of bytes.
   *
   * @throws IllegalArgumentException when the text is none, or too large for a long
   */
  static long parse(String text) {
    Matcher size = FORM.matcher(text.strip());
    if (!size.matches()) {
      throw new IllegalArgumentException("not a number of bytes: '" + text + "'");
    }
    int shift = size.group(2) == null ? 0 : SHIFTS.getOrDefault(size.group(2), 0);
    long number = Long.parseLong(size.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("too many bytes: '" + text + "'");
    }
    return number << shift;
  }
}
