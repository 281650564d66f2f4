package dev.penstock.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Bytes on their way through a pipeline: small ones travel inside the engine's record, large ones
 * stay in the blob store and only their reference travels.
 */
public sealed interface Payload {
  /** Most bytes that an engine record may carry inline: 64 KiB. */
  int MAX_INLINE = 64 * 1024;

  /** Nothing: what a stage passes on whose next stage needs only the job itself. */
  Payload NONE = new Inline(new byte[0]);

  long length();

  static Payload inline(byte[] bytes) {
    return new Inline(bytes);
  }

  /** A payload as UTF-8 text, held in memory whole; what is no UTF-8 reads as U+FFFD. */
  static String text(Payload payload, BlobStore blobs) throws IOException {
    try (InputStream in = blobs.open(payload)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** A text in UTF-8, inline. */
  static Payload text(String text) {
    return inline(text.getBytes(UTF_8));
  }

  static Payload stored(BlobRef blob) {
    return new Stored(blob);
  }

  /** At most {@link #MAX_INLINE} bytes. The array is shared, not copied: do not write to it. */
  record Inline(byte[] bytes) implements Payload {
    public Inline {
      if (bytes.length > MAX_INLINE) {
        throw new IllegalArgumentException(
            bytes.length + " bytes inline, at most " + MAX_INLINE + " are allowed");
      }
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Inline that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Inline[" + bytes.length + " bytes]";
    }
  }

  /** The bytes of a whole blob. */
  record Stored(BlobRef blob) implements Payload {
    @Override
    public long length() {
      return blob.length();
    }
  }
}
