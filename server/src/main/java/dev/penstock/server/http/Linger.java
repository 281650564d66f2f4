package dev.penstock.server.http;

import dev.penstock.server.web.Incoming;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Reads on for a little while after a refusal, and throws away what comes. A connection that is
 * closed while its peer still sends is reset by TCP, and the reset can overtake the refusal: the
 * client would see a broken pipe instead of the reason. Bounded in bytes and time.
 */
final class Linger implements Callback {
  private static final long MOST_BYTES = 64L << 20;
  private static final long LONGEST_NANOS = 2_000_000_000L;

  private final Request request;
  private final Callback callback;
  private final long deadline = System.nanoTime() + LONGEST_NANOS;
  private long bytes;

  Linger(Request request, Callback callback) {
    this.request = request;
    this.callback = callback;
  }

  /** A client that still waits for {@code 100 Continue} sends nothing that could be in the way. */
  static boolean needed(Request request) {
    boolean hasBody =
        request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    boolean waits = request.getHeaders().contains(HttpHeader.EXPECT) && !Incoming.demanded(request);
    return hasBody && !waits;
  }

  @Override
  public void succeeded() {
    while (bytes < MOST_BYTES && System.nanoTime() < deadline) {
      Content.Chunk piece = request.read();
      if (piece == null) {
        request.demand(this::succeeded);
        return;
      }
      bytes += piece.remaining();
      boolean end = piece.isLast() || Content.Chunk.isFailure(piece);
      piece.release();
      if (end) {
        break;
      }
    }
    callback.succeeded();
  }

  @Override
  public void failed(Throwable failure) {
    callback.failed(failure);
  }
}
