package dev.penstock.runtime.child;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobWriter;
import dev.penstock.runtime.wire.BlobForm;
import dev.penstock.runtime.wire.Draft;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** A blob that streams to the host while it is written. */
final class PipedWriter implements BlobWriter {
  private static final int PIECE = 128 * 1024;

  private final Line line;
  private final long id;
  private long length;
  private boolean ended;

  PipedWriter(Line line, long id) {
    this.line = line;
    this.id = id;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    requireOpen();
    int before = bytes.remaining();
    while (bytes.hasRemaining()) {
      int piece = Math.min(PIECE, bytes.remaining());
      if (bytes.hasArray()) {
        send(bytes.array(), bytes.arrayOffset() + bytes.position(), piece);
        bytes.position(bytes.position() + piece);
      } else {
        byte[] copy = new byte[piece];
        bytes.get(copy);
        send(copy, 0, piece);
      }
    }
    length += before;
    return before;
  }

  private void send(byte[] bytes, int from, int count) throws IOException {
    line.tell(Draft.of("write").put("id", id), bytes, from, count);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public BlobRef publish() throws IOException {
    requireOpen();
    ended = true;
    try {
      return line.ask(
          Draft.of("publish").put("id", id),
          "published",
          answer -> BlobForm.blob(answer.header().object("blob")));
    } catch (Line.RefusedException e) {
      throw PipedBlobs.failure(e);
    }
  }

  @Override
  public boolean isOpen() {
    return !ended;
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      ended = true;
      line.tell(Draft.of("discard").put("id", id));
    }
  }

  private void requireOpen() throws IOException {
    if (ended) {
      throw new ClosedChannelException();
    }
  }
}
