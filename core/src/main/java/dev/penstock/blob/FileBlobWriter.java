package dev.penstock.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** Writes one blob of a {@link FileBlobStore}. */
final class FileBlobWriter implements BlobWriter {
  private final String key;
  private final SlicedFile file;
  private final Checksum checksum;
  private final Kept kept;
  private boolean ended;

  FileBlobWriter(String key, SlicedFile file, Checksum checksum, Kept kept) {
    this.key = key;
    this.file = file;
    this.checksum = checksum;
    this.kept = kept;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    requireOpen();
    int before = bytes.remaining();
    boolean taken = false;
    try {
      Pieces.forEach(bytes, this::writePiece);
      taken = true;
    } finally {
      if (!taken) {
        // The room that this blob took is given back at once, not when its owner gets to it.
        close();
      }
    }
    return before;
  }

  private void writePiece(ByteBuffer piece) throws IOException {
    int start = piece.position();
    checksum.update(piece);
    file.write(piece.position(start));
  }

  @Override
  public long length() {
    return file.length();
  }

  @Override
  public BlobRef publish() throws IOException {
    requireOpen();
    try {
      file.finish();
      kept.place(file.path(), key);
      ended = true;
      return new BlobRef(key, file.length(), checksum.digest());
    } finally {
      close();
    }
  }

  @Override
  public boolean isOpen() {
    return !ended && file.isOpen();
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      ended = true;
      file.discard();
    }
  }

  private void requireOpen() throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }
}
