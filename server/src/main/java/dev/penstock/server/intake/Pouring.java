package dev.penstock.server.intake;

import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.StoreFullException;
import dev.penstock.egress.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Pours an answer into a blob, up to a limit. */
final class Pouring implements Sink {
  private final BlobWriter blob;
  private final long most;
  private @Nullable IOException broken;
  private boolean tooLarge;

  Pouring(BlobWriter blob, long most) {
    this.blob = blob;
    this.most = most;
  }

  /** How it went, as far as the blob knows. */
  enum End {
    GOOD,
    NOTHING,
    TOO_LARGE,
    FULL
  }

  @Override
  public boolean take(byte[] bytes, int length) {
    if (length > most - blob.length()) {
      tooLarge = true;
      return false;
    }
    try {
      ByteBuffer piece = ByteBuffer.wrap(bytes, 0, length);
      while (piece.hasRemaining()) {
        blob.write(piece);
      }
      return true;
    } catch (IOException e) {
      broken = e;
      return false;
    }
  }

  /**
   * How it went.
   *
   * @throws IOException when the blob could not be written, but for want of room
   */
  End end() throws IOException {
    if (broken != null && !(broken instanceof StoreFullException)) {
      throw broken;
    }
    if (broken != null) {
      return End.FULL;
    }
    if (tooLarge) {
      return End.TOO_LARGE;
    }
    return blob.length() == 0 ? End.NOTHING : End.GOOD;
  }
}
