package dev.penstock.runtime.child;

import dev.penstock.blob.BlobRef;
import dev.penstock.runtime.wire.BlobForm;
import dev.penstock.runtime.wire.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads a range of a blob from the host, as much at a time as the host sends. */
final class PipedInput extends InputStream {
  private static final int PIECE = 256 * 1024;

  private final Line line;
  private final BlobRef blob;
  private final long to;
  private long from;
  private byte[] piece = new byte[0];
  private int at;
  private int end;

  PipedInput(Line line, BlobRef blob, long from, long to) throws IOException {
    this.line = line;
    this.blob = blob;
    this.from = from;
    this.to = to;
    // Now, so that a blob that is gone is noticed where a stage expects it.
    ask();
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
    if (at == end && !fetch()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(piece, at, into, offset, count);
    at += count;
    return count;
  }

  private boolean fetch() throws IOException {
    if (from < to) {
      ask();
    }
    return at < end;
  }

  private void ask() throws IOException {
    try {
      line.ask(
          Draft.of("read")
              .put("blob", BlobForm.draft(blob))
              .put("from", from)
              .put("to", to)
              .put("most", PIECE),
          "bytes",
          answer -> {
            end = answer.body().remaining();
            if (piece.length < end) {
              piece = new byte[PIECE];
            }
            answer.body().get(piece, 0, end);
            return end;
          });
    } catch (Line.RefusedException e) {
      throw PipedBlobs.failure(e);
    }
    at = 0;
    from += end;
  }

  @Override
  public int available() {
    return end - at;
  }
}
