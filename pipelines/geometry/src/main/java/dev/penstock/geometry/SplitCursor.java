package dev.penstock.geometry;

import dev.penstock.blob.BlobRef;
import dev.penstock.geojson.CutCursor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where cutting goes on after a crash.
 *
 * @param plain the unwrapped payload, where the sent one could not be used as it was
 * @param reference what features are joined with, where they are
 */
record SplitCursor(CutCursor cut, Optional<BlobRef> plain, Optional<BlobRef> reference) {
  private static final SplitCursor START =
      new SplitCursor(CutCursor.START, Optional.empty(), Optional.empty());

  static SplitCursor of(Optional<byte[]> bytes) {
    return bytes.map(text -> parse(new String(text, StandardCharsets.UTF_8))).orElse(START);
  }

  private static SplitCursor parse(String text) {
    String[] parts = text.split("\n", -1);
    return new SplitCursor(CutCursor.decode(parts[0]), blob(parts, 1), blob(parts, 4));
  }

  private static Optional<BlobRef> blob(String[] parts, int at) {
    return at >= parts.length || parts[at].isEmpty()
        ? Optional.empty()
        : Optional.of(new BlobRef(parts[at], Long.parseLong(parts[at + 1]), parts[at + 2]));
  }

  byte[] encode() {
    return (cut.encode() + text(plain) + text(reference)).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Optional<BlobRef> blob) {
    return blob.map(b -> "\n%s\n%d\n%s".formatted(b.key(), b.length(), b.digest()))
        .orElse("\n\n\n");
  }
}
