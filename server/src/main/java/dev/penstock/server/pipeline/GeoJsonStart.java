package dev.penstock.server.pipeline;

import dev.penstock.job.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Whether bytes can be the start of GeoJSON: an object (RFC 7946), or a sequence of them (RFC 8142).
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
    return at == length || head[at] == '{'
        ? Optional.empty()
        : Optional.of(new Problem("payload.not_json", sentence(head, at)));
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
