package dev.penstock.geojson;

import java.nio.charset.StandardCharsets;

/** Turns JSON strings, already known to be well formed, into Java strings. */
public final class JsonText {
  private JsonText() {}

  /** Whether exactly these ASCII letters stand in {@code [from, to)}. */
  static boolean is(byte[] buffer, int from, int to, String ascii) {
    if (ascii.length() != to - from) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (buffer[from + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The text of a scalar: a string decoded, anything else as written. */
  public static String scalar(byte[] buffer, JsonKind kind, int from, int to) {
    return kind == JsonKind.STRING
        ? unescape(buffer, from + 1, to - 1)
        : new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  /** The text between two quotes, its escapes resolved. Lone surrogates stay as they are. */
  public static String unescape(byte[] buffer, int from, int to) {
    String raw = new String(buffer, from, to - from, StandardCharsets.UTF_8);
    int next = raw.indexOf('\\');
    if (next < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    int done = 0;
    while (next >= 0) {
      text.append(raw, done, next);
      char escaped = raw.charAt(next + 1);
      if (escaped == 'u') {
        text.append((char) Integer.parseInt(raw, next + 2, next + 6, 16));
        done = next + 6;
      } else {
        text.append(plain(escaped));
        done = next + 2;
      }
      next = raw.indexOf('\\', done);
    }
    return text.append(raw, done, raw.length()).toString();
  }

  private static char plain(char escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escaped;
    };
  }
}
