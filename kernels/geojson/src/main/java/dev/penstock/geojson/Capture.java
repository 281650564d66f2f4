package dev.penstock.geojson;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the first bytes of a value, up to a limit. */
final class Capture {
  private final int max;
  private byte[] bytes = new byte[64];
  private int size;
  private boolean overflow;

  Capture(int max) {
    this.max = max;
  }

  Capture clear() {
    size = 0;
    overflow = false;
    return this;
  }

  void add(byte[] from, int start, int end) {
    int count = Math.min(end - start, max - size);
    overflow |= count < end - start;
    if (size + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
    }
    System.arraycopy(from, start, bytes, size, count);
    size += count;
  }

  boolean overflow() {
    return overflow;
  }

  /** The value as written. */
  String text() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  /** The string whose quotes were captured too. */
  String string() {
    return JsonText.unescape(bytes, 1, size - 1);
  }

  /** The member name whose quotes were captured too. */
  Word word() {
    return overflow ? Word.OTHER : Word.of(bytes, 1, size - 1);
  }
}
