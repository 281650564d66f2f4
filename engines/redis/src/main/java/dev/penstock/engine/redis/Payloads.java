package dev.penstock.engine.redis;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Payloads as fields: {@code i} and the bytes, or {@code s} and where they lie. */
final class Payloads {
  private Payloads() {}

  static byte[] write(Payload payload) {
    return switch (payload) {
      case Payload.Inline inline -> tagged('i', inline.bytes());
      case Payload.Stored stored -> tagged('s', blob(stored.blob()).bytes());
    };
  }

  /** Nothing where the engine dropped what nobody will ask for again. */
  static Payload read(byte @Nullable [] field) {
    if (field == null) {
      return Payload.NONE;
    }
    byte[] rest = Arrays.copyOfRange(field, 1, field.length);
    return field[0] == 'i' ? Payload.inline(rest) : Payload.stored(blob(Packed.read(rest)));
  }

  static Packed blob(BlobRef blob) {
    return new Packed().add(blob.key()).add(blob.length()).add(blob.digest());
  }

  static BlobRef blob(List<byte[]> parts) {
    return new BlobRef(text(parts.get(0)), Long.parseLong(text(parts.get(1))), text(parts.get(2)));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] tagged(char tag, byte[] bytes) {
    byte[] field = new byte[bytes.length + 1];
    field[0] = (byte) tag;
    System.arraycopy(bytes, 0, field, 1, bytes.length);
    return field;
  }
}
