package dev.penstock.blob;

import java.util.Objects;

/**
 * Where an immutable sequence of bytes lies, how long it is and what it hashes to.
 *
 * @param key slash-separated name inside the store, for example {@code jobs/01k…/payload}
 * @param length in bytes
 * @param digest algorithm and lower-case hex, for example {@code sha-256:9c1f…} or {@code
 *     crc32c:0a1b2c3d}
 */
public record BlobRef(String key, long length, String digest) {
  public BlobRef {
    BlobKeys.check(key);
    Objects.requireNonNull(digest, "digest");
    if (length < 0) {
      throw new IllegalArgumentException("length must be >= 0, was " + length);
    }
  }
}
