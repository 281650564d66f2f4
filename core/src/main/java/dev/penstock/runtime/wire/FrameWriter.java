package dev.penstock.runtime.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes frames, each as a whole: thread-safe. */
public final class FrameWriter {
  private final OutputStream out;

  public FrameWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes a frame with what it gathered as its body. */
  public void write(Draft draft) throws IOException {
    byte[] body = draft.body();
    write(draft, body, 0, body.length);
  }

  /** Writes a frame with a body that lies in an array. */
  public synchronized void write(Draft draft, byte[] bytes, int from, int length)
      throws IOException {
    byte[] header = draft.json().getBytes(StandardCharsets.UTF_8);
    if (header.length > Frame.MAX_HEADER || length > Frame.MAX_BODY) {
      throw new IllegalArgumentException(
          "a frame of %d + %d bytes is too large".formatted(header.length, length));
    }
    var head = ByteBuffer.allocate(2 * Integer.BYTES + header.length);
    head.putInt(header.length).putInt(length).put(header);
    out.write(head.array());
    out.write(bytes, from, length);
    out.flush();
  }
}
