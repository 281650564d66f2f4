package dev.penstock.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of a blob's file. When the range is the whole blob and its digest a CRC-32C, the
 * read that would hand out the last byte checks it first. Used by one thread.
 */
final class BlobInput extends InputStream {
  private final BlobRef blob;
  private final FileChannel file;
  private final @Nullable Checksum check;
  private final long end;
  private long position;

  private BlobInput(BlobRef blob, FileChannel file, long offset, long end) {
    this.blob = blob;
    this.file = file;
    this.position = offset;
    this.end = end;
    boolean whole = offset == 0 && end == blob.length();
    this.check =
        whole && blob.digest().startsWith(Checksum.CRC_PREFIX) ? Checksum.of(Hashing.DAMAGE) : null;
  }

  static InputStream open(Path path, BlobRef blob, long offset, long length) throws IOException {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "need offset and length >= 0, was %d and %d".formatted(offset, length));
    }
    FileChannel file;
    try {
      file = FileChannel.open(path, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new BlobMissingException(blob, "there is no such blob");
    }
    if (file.size() < blob.length()) {
      long size = file.size();
      file.close();
      throw new BlobMissingException(blob, "only " + size + " bytes are left of it");
    }
    long start = Math.min(offset, blob.length());
    return new BlobInput(blob, file, start, start + Math.min(length, blob.length() - start));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (position == end) {
      return -1;
    }
    int wanted = (int) Math.min(Math.min(length, Pieces.SIZE), end - position);
    int count = file.read(ByteBuffer.wrap(into, offset, wanted), position);
    if (count < 0) {
      throw new BlobMissingException(blob, "cut short at byte " + position);
    }
    position += count;
    verify(into, offset, count);
    return count;
  }

  private void verify(byte[] bytes, int offset, int count) throws IOException {
    if (check == null) {
      return;
    }
    check.update(ByteBuffer.wrap(bytes, offset, count));
    if (position == end && !check.digest().equals(blob.digest())) {
      throw new BlobMissingException(blob, "damaged: its CRC-32C is not " + blob.digest());
    }
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - position);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
