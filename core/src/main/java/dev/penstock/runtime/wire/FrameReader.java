package dev.penstock.runtime.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads frames: two 32-bit lengths, most significant byte first, a header of the first length, a
 * body of the second. Its memory is bounded by the largest frame. Used by one thread.
 */
public final class FrameReader {
  private static final int LENGTHS = 2 * Integer.BYTES;
  private static final int USUAL_BODY = 128 * 1024;

  private final InputStream in;
  private byte[] header = new byte[1024];
  private byte[] body = new byte[0];

  public FrameReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next frame; the one before is not to be used any more.
   *
   * @throws EOFException when the other side has closed its end
   * @throws ProtocolException when what comes is no frame
   */
  public Frame read() throws IOException {
    fill(header, LENGTHS);
    var lengths = ByteBuffer.wrap(header);
    int headerLength = length(lengths.getInt(), Frame.MAX_HEADER, "header");
    int bodyLength = length(lengths.getInt(), Frame.MAX_BODY, "body");
    if (headerLength > header.length) {
      header = new byte[headerLength];
    }
    fill(header, headerLength);
    if (bodyLength > body.length) {
      body = new byte[Math.max(USUAL_BODY, bodyLength)];
    }
    fill(body, bodyLength);
    var facts = Header.parse(new String(header, 0, headerLength, StandardCharsets.UTF_8));
    return new Frame(facts, ByteBuffer.wrap(body, 0, bodyLength));
  }

  private static int length(int length, int most, String what) throws ProtocolException {
    if (length < 0 || length > most) {
      throw new ProtocolException(
          "a %s of %d bytes, at most %d are allowed"
              .formatted(what, Integer.toUnsignedLong(length), most));
    }
    return length;
  }

  private void fill(byte[] into, int length) throws IOException {
    if (in.readNBytes(into, 0, length) < length) {
      throw new EOFException("the pipe was closed");
    }
  }
}
