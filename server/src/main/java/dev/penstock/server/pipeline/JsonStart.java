package dev.penstock.server.pipeline;

import dev.penstock.job.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Whether bytes can be the start of JSON text: by RFC 8259, or a sequence by RFC 8142. */
final class JsonStart {
  private static final byte RECORD_SEPARATOR = 0x1e;

  private JsonStart() {}

  static Optional<Problem> problem(byte[] head, int length) {
    int at = afterByteOrderMark(head, length);
    if (gzip(head, length) || zstd(head, length)) {
      return Optional.empty();
    }
    while (at < length && blank(head[at])) {
      at++;
    }
    return at == length || startsValue(head, at, length)
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

  private static boolean startsValue(byte[] head, int at, int length) {
    return switch (head[at]) {
      case '{', '[', '"', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> true;
      case 't' -> word("true", head, at, length);
      case 'f' -> word("false", head, at, length);
      case 'n' -> word("null", head, at, length);
      default -> false;
    };
  }

  private static boolean word(String word, byte[] head, int at, int length) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= length || head[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String sentence(byte[] head, int at) {
    byte b = head[at];
    String shown =
        b > 0x20 && b < 0x7f
            ? "'" + new String(head, at, 1, StandardCharsets.US_ASCII) + "'"
            : "byte 0x" + HexFormat.of().toHexDigits(b);
    return "The payload starts with %s at byte %d; JSON does not start like this."
        .formatted(shown, at);
  }
}
