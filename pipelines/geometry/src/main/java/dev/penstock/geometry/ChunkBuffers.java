package dev.penstock.geometry;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lends the arrays that chunks are read into. Without this every chunk leaves megabytes that only a
 * full collection clears, and the heap grows with the number of payloads. Thread-safe.
 */
final class ChunkBuffers {
  /** What a usual chunk needs: its bound, and one more feature. Larger arrays are not kept. */
  private static final int KEPT = 5 << 20;

  private final ConcurrentLinkedQueue<byte[]> spare = new ConcurrentLinkedQueue<>();

  /** An array of at least this length, with anything in it. */
  Loan borrow(long length) {
    if (length > KEPT) {
      return new Loan(new byte[Math.toIntExact(length)]);
    }
    byte[] bytes = spare.poll();
    return new Loan(bytes == null ? new byte[KEPT] : bytes);
  }

  /** An array until it is closed. */
  final class Loan implements AutoCloseable {
    private final byte[] bytes;

    private Loan(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    public void close() {
      if (bytes.length == KEPT) {
        spare.add(bytes);
      }
    }
  }
}
