package dev.penstock.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** A digest under way. Used by one thread. */
sealed interface Checksum {
  /** What digests of this kind begin with. */
  String CRC_PREFIX = "crc32c:";

  /** Takes all remaining bytes. */
  void update(ByteBuffer bytes);

  /** The digest as {@link BlobRef} writes it. Ends this checksum. */
  String digest();

  static Checksum of(Hashing hashing) {
    return switch (hashing) {
      case IDENTITY -> new Sha256(sha256());
      case DAMAGE -> new Crc(new CRC32C());
    };
  }

  /** Takes a file from where its channel stands to its end; how many bytes it was. */
  default long updateAll(FileChannel file) throws IOException {
    return Pieces.forEach(file, this::update);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Names a payload. */
  record Sha256(MessageDigest state) implements Checksum {
    @Override
    public void update(ByteBuffer bytes) {
      state.update(bytes);
    }

    @Override
    public String digest() {
      return "sha-256:" + HexFormat.of().formatHex(state.digest());
    }
  }

  /** Notices damage. */
  record Crc(CRC32C state) implements Checksum {
    @Override
    public void update(ByteBuffer bytes) {
      state.update(bytes);
    }

    @Override
    public String digest() {
      return CRC_PREFIX + HexFormat.of().toHexDigits((int) state.getValue());
    }
  }
}
