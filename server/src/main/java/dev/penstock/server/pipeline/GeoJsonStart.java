package dev.penstock.server.pipeline;

import dev.penstock.job.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Whether bytes can be the start of GeoJSON: an object (RFC 7946), or a sequence of them (RFC
 * 8142).
 */
final class GeoJsonStart {
  private static final byte RECORD_SEPARATOR = 0x1e;

  private GeoJsonStart() {}

  static Optional<Problem> problem(byte[] head, int length) {
    int at = afterByteOrderMark(head, length);
    if (gzip(head, length) || zstd(head, length)) {
      return Optional.empty();
    }
    while (at < length && blank(head[at])) {
      at++;
    }
    if (at == length || head[at] == '{') {
      return Optional.empty();
    }
    return Optional.of(
        startsValue(head, at, length)
            ? new Problem("payload.not_geojson", other(head[at], at))
            : new Problem("payload.not_json", sentence(head, at)));
  }

  private static boolean gzip(byte[] head, int length) {
    return length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
  }

  /** A frame, or one that is skipped (RFC 8878, section 3.1). */
  private static boolean zstd(byte[] head, int length) {
    if (length < 4) {
      return false;
    }
    boolean frame =
        head[0] == 0x28 && head[1] == (byte) 0xb5 && head[2] == 0x2f && head[3] == (byte) 0xfd;
    boolean skipped =
        (head[0] & 0xf0) == 0x50 && head[1] == 0x2a && head[2] == 0x4d && head[3] == 0x18;
    return frame || skipped;
  }

  private static int afterByteOrderMark(byte[] head, int length) {
    boolean marked =
        length >= 3 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb && head[2] == (byte) 0xbf;
    return marked ? 3 : 0;
  }

  private static boolean blank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == RECORD_SEPARATOR;
  }

  /** Whether it can be JSON that is no object. */
  private static boolean startsValue(byte[] head, int at, int length) {
    return switch (head[at]) {
      case '[', '"' -> true;
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> numberOnly(head, at, length);
      case 't' -> word("true", head, at, length);
      case 'f' -> word("false", head, at, length);
      case 'n' -> word("null", head, at, length);
      default -> false;
    };
  }

  /** A line of a table begins with a number too, and goes on with something else. */
  private static boolean numberOnly(byte[] head, int from, int length) {
    int at = from;
    while (at < length && "+-.eE0123456789".indexOf(head[at]) >= 0) {
      at++;
    }
    return at == length || blank(head[at]);
  }

  private static boolean word(String word, byte[] head, int at, int length) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= length || head[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String other(byte first, int at) {
    String what =
        switch (first) {
          case '[' -> "an array";
          case '"' -> "a string";
          case 't', 'f' -> "a truth value";
          case 'n' -> "null";
          default -> "a number";
        };
    return "The payload is JSON, but begins with %s at byte %d; GeoJSON is an object, or several of them behind each other. Send the features of an array one a line, or as a FeatureCollection."
        .formatted(what, at);
  }

  private static String sentence(byte[] head, int at) {
    byte b = head[at];
    String shown =
        b > 0x20 && b < 0x7f
            ? "'" + new String(head, at, 1, StandardCharsets.US_ASCII) + "'"
            : "byte 0x" + HexFormat.of().toHexDigits(b);
    return "The payload starts with %s at byte %d; GeoJSON does not start like this, but with {."
        .formatted(shown, at);
  }
}
