package dev.penstock.geometry;

import dev.penstock.blob.BlobRef;
import dev.penstock.geojson.CutCursor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where cutting goes on after a crash.
 *
 * @param line on which that stands, from 1; 0: it is not known
 * @param plain the unwrapped payload, where the sent one could not be used as it was
 * @param reference what features are joined with, where they are
 */
record SplitCursor(CutCursor cut, long line, Optional<BlobRef> plain, Optional<BlobRef> reference) {
  private static final SplitCursor START =
      new SplitCursor(CutCursor.START, 1, Optional.empty(), Optional.empty());

  static SplitCursor of(Optional<byte[]> bytes) {
    return bytes.map(text -> parse(new String(text, StandardCharsets.UTF_8))).orElse(START);
  }

  private static SplitCursor parse(String text) {
    String[] parts = text.split("\n", -1);
    long line = parts.length > 7 ? Long.parseLong(parts[7]) : 0;
    return new SplitCursor(CutCursor.decode(parts[0]), line, blob(parts, 1), blob(parts, 4));
  }

  private static Optional<BlobRef> blob(String[] parts, int at) {
    return at >= parts.length || parts[at].isEmpty()
        ? Optional.empty()
        : Optional.of(new BlobRef(parts[at], Long.parseLong(parts[at + 1]), parts[at + 2]));
  }

  byte[] encode() {
    return (cut.encode() + text(plain) + text(reference) + "\n" + line)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Optional<BlobRef> blob) {
    return blob.map(b -> "\n%s\n%d\n%s".formatted(b.key(), b.length(), b.digest()))
        .orElse("\n\n\n");
  }
}
