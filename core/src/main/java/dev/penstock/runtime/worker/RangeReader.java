package dev.penstock.runtime.worker;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.runtime.wire.BlobForm;
import dev.penstock.runtime.wire.Frame;
import dev.penstock.runtime.wire.Header;
import dev.penstock.runtime.wire.ProtocolException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads ranges of blobs for a worker, piece by piece as it asks. Whoever reads on from where its
 * last piece ended goes on in the same stream, so that a whole blob is read, and checked, in one.
 */
final class RangeReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RangeReader.class);
  private static final int MOST_OPEN = 16;
  private static final int PIECE = 256 * 1024;

  private final BlobStore blobs;

  /** By what is left to read, oldest first. */
  private final Map<Rest, InputStream> open = new LinkedHashMap<>();

  private byte[] piece = new byte[0];

  /** What remains of a range. */
  private record Rest(BlobRef blob, long from, long to) {}

  RangeReader(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Reads what {@code read} asks for into the piece; how many bytes, 0 at the end. */
  int read(Header header) throws IOException {
    var rest =
        new Rest(BlobForm.blob(header.object("blob")), header.whole("from"), header.whole("to"));
    long wanted = header.whole("most");
    if (rest.from() < 0 || rest.to() < rest.from() || wanted < 1 || wanted > Frame.MAX_BODY) {
      throw new ProtocolException("it reads " + wanted + " bytes of " + rest);
    }
    return fill(rest, (int) Math.min(Math.min(wanted, PIECE), rest.to() - rest.from()));
  }

  /** The bytes that were read last. */
  byte[] piece() {
    return piece;
  }

  private int fill(Rest rest, int wanted) throws IOException {
    if (piece.length < wanted) {
      piece = new byte[PIECE];
    }
    InputStream in = open.remove(rest);
    if (in == null) {
      in = blobs.open(rest.blob(), rest.from(), rest.to() - rest.from());
    }
    int length = readAll(in, wanted);
    var left = new Rest(rest.blob(), rest.from() + length, rest.to());
    if (length < wanted || left.from() == left.to()) {
      in.close();
    } else {
      keep(left, in);
    }
    return length;
  }

  private int readAll(InputStream in, int wanted) throws IOException {
    boolean read = false;
    try {
      int length = in.readNBytes(piece, 0, wanted);
      read = true;
      return length;
    } finally {
      if (!read) {
        in.close();
      }
    }
  }

  private void keep(Rest rest, InputStream in) throws IOException {
    if (open.size() == MOST_OPEN) {
      Rest oldest = open.keySet().iterator().next();
      close(open.remove(oldest));
    }
    close(open.put(rest, in));
  }

  private static void close(@Nullable InputStream in) throws IOException {
    if (in != null) {
      in.close();
    }
  }

  @Override
  public void close() {
    for (InputStream in : open.values()) {
      try {
        in.close();
      } catch (IOException e) {
        LOG.debug("a range that was read to its use does not close", e);
      }
    }
    open.clear();
  }
}
