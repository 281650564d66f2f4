package dev.penstock.server.web;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Blocker;

/** A request body, read piece by piece as it arrives. Nothing is read ahead. */
public final class Incoming {
  private static final long GRACE_NANOS = 10_000_000_000L;

  private static final String DEMANDED = Incoming.class.getName() + ".demanded";

  private final Request request;
  private final long minRate;
  private final long begun = System.nanoTime();
  private long bytes;

  /**
   * @param minRate bytes a second that must come on average, once ten seconds are over
   */
  Incoming(Request request, long minRate) {
    this.request = request;
    this.minRate = minRate;
  }

  /**
   * The next piece; the caller releases it. Waits for it. The first call is what tells a client
   * with {@code Expect: 100-continue} to go on.
   *
   * @throws RefusedException when what arrives is not HTTP, or comes too slowly
   * @throws ClientGoneException when the client went away in the middle
   */
  public Content.Chunk next() throws IOException {
    request.setAttribute(DEMANDED, true);
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        try (Blocker.Runnable arrival = Blocker.runnable()) {
          request.demand(arrival);
          arrival.block();
        }
      } else if (Content.Chunk.isFailure(chunk)) {
        throw trouble(chunk.getFailure());
      } else {
        bytes += chunk.remaining();
        if (tooSlow()) {
          chunk.release();
          throw HttpProblem.of(
                  Code.REQUEST_TIMEOUT, "The body brings less than " + minRate + " bytes a second.")
              .refused();
        }
        return chunk;
      }
    }
  }

  /** Whether anybody has begun to read the body of a request. */
  public static boolean demanded(Request request) {
    return request.getAttribute(DEMANDED) != null;
  }

  private boolean tooSlow() {
    long elapsed = System.nanoTime() - begun;
    return elapsed > GRACE_NANOS && bytes < minRate * (elapsed / 1_000_000_000L);
  }

  /**
   * The whole body.
   *
   * @throws RefusedException beyond {@code limit} bytes
   */
  public byte[] whole(int limit) throws IOException {
    byte[] bytes = new byte[limit];
    int length = 0;
    while (true) {
      Content.Chunk chunk = next();
      try {
        int more = chunk.remaining();
        if (more > limit - length) {
          throw HttpProblem.of(Code.PAYLOAD_TOO_LARGE, "At most " + limit + " bytes are taken.")
              .refused();
        }
        chunk.getByteBuffer().get(bytes, length, more);
        length += more;
        if (chunk.isLast()) {
          return Arrays.copyOf(bytes, length);
        }
      } finally {
        chunk.release();
      }
    }
  }

  /** The first bytes of the body; the others are read and forgotten. */
  public byte[] beginning(int most) throws IOException {
    byte[] bytes = new byte[most];
    int length = 0;
    while (true) {
      Content.Chunk chunk = next();
      try {
        int more = Math.min(chunk.remaining(), most - length);
        chunk.getByteBuffer().get(bytes, length, more);
        length += more;
        if (chunk.isLast()) {
          return Arrays.copyOf(bytes, length);
        }
      } finally {
        chunk.release();
      }
    }
  }

  private static IOException trouble(Throwable failure) {
    if (failure instanceof HttpException http) {
      Code code = Code.ofStatus(http.getCode());
      String reason = http.getReason() == null ? code.title() : http.getReason();
      throw HttpProblem.of(code, "The body cannot be read: " + reason + ".").refused();
    }
    if (failure instanceof TimeoutException) {
      throw HttpProblem.of(Code.REQUEST_TIMEOUT, "Nothing more of the body arrived.").refused();
    }
    return new ClientGoneException(failure);
  }

  /** The client closed the connection before its request or our answer was through. */
  public static final class ClientGoneException extends EOFException implements QuietException {
    ClientGoneException(Throwable cause) {
      super("the client is gone");
      initCause(cause);
    }
  }
}
