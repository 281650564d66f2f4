package dev.penstock.engine.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Several byte strings as one, each with its length in front: {@code 3:abc0:}. */
final class Packed {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Packed add(byte[] bytes) {
    out.writeBytes((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(bytes);
    return this;
  }

  Packed add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  Packed add(long number) {
    return add(Long.toString(number));
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  static List<byte[]> read(byte[] packed) {
    var parts = new ArrayList<byte[]>();
    for (int at = 0; at < packed.length; ) {
      int length = 0;
      for (; packed[at] != ':'; at++) {
        length = length * 10 + (packed[at] - '0');
      }
      parts.add(Arrays.copyOfRange(packed, at + 1, at + 1 + length));
      at += 1 + length;
    }
    return parts;
  }

  static List<String> texts(byte[] packed) {
    return read(packed).stream().map(part -> new String(part, StandardCharsets.UTF_8)).toList();
  }
}
