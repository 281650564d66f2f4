package dev.penstock.geojson;

import java.io.IOException;
import java.io.InputStream;

/** A fixed buffer that slides over a stream, and knows the offset of every byte in it. */
final class ByteWindow {
  final byte[] bytes;
  int pos;
  int limit;
  private final InputStream in;
  private long start;

  ByteWindow(InputStream in, int size, long offset) {
    this.in = in;
    this.bytes = new byte[size];
    this.start = offset;
  }

  /** Offset of the next byte. */
  long offset() {
    return start + pos;
  }

  /** Whether there is a next byte; fetches more where the buffer is used up. */
  boolean more() throws IOException {
    return pos < limit || refill();
  }

  private boolean refill() throws IOException {
    start += limit;
    pos = 0;
    limit = 0;
    int count;
    do {
      count = in.read(bytes, 0, bytes.length);
    } while (count == 0);
    limit = Math.max(count, 0);
    return count > 0;
  }

  /** Moves to the next byte that is not white space and answers it, or -1 at the end. */
  int peek() throws IOException {
    while (more()) {
      byte c = bytes[pos];
      if (!JsonScan.isSpace(c)) {
        return c & 0xFF;
      }
      pos++;
    }
    return -1;
  }
}
