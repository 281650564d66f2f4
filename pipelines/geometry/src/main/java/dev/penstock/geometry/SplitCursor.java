package dev.penstock.geometry;

import dev.penstock.blob.BlobRef;
import dev.penstock.geojson.CutCursor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where cutting goes on after a crash.
 *
 * @param plain the unwrapped payload, where the sent one could not be used as it was
 */
record SplitCursor(CutCursor cut, Optional<BlobRef> plain) {
  static SplitCursor of(Optional<byte[]> bytes) {
    return bytes
        .map(text -> parse(new String(text, StandardCharsets.UTF_8)))
        .orElse(new SplitCursor(CutCursor.START, Optional.empty()));
  }

  private static SplitCursor parse(String text) {
    String[] parts = text.split("\n", -1);
    CutCursor cut = CutCursor.decode(parts[0]);
    return parts.length == 1
        ? new SplitCursor(cut, Optional.empty())
        : new SplitCursor(
            cut, Optional.of(new BlobRef(parts[1], Long.parseLong(parts[2]), parts[3])));
  }

  byte[] encode() {
    String blob =
        plain.map(b -> "\n%s\n%d\n%s".formatted(b.key(), b.length(), b.digest())).orElse("");
    return (cut.encode() + blob).getBytes(StandardCharsets.UTF_8);
  }
}
