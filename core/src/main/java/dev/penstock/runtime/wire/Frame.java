package dev.penstock.runtime.wire;

import java.nio.ByteBuffer;

/**
 * One frame that came in.
 *
 * @param body its raw bytes; they lie in the reader's buffer and stand until its next read. Whoever
 *     takes some moves the position on
 */
public record Frame(Header header, ByteBuffer body) {
  /** Most bytes of a header. */
  public static final int MAX_HEADER = 256 * 1024;

  /** Most bytes of a body. */
  public static final int MAX_BODY = 1024 * 1024;

  /** Takes a copy of the next bytes of the body. */
  byte[] take(long length) throws ProtocolException {
    if (length < 0 || length > body.remaining()) {
      throw new ProtocolException(
          "a frame speaks of %d bytes and has %d".formatted(length, body.remaining()));
    }
    byte[] bytes = new byte[(int) length];
    body.get(bytes);
    return bytes;
  }
}
