package dev.penstock.server.intake;

import dev.penstock.blob.Payload;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The start of a body, in memory. It grows in steps with what arrives, for as long as there is
 * budget; the first {@link #FREE} bytes cost none. Used by one thread.
 */
final class Head implements AutoCloseable {
  /** Few enough that 10,000 bodies may have them, and enough for a look at how a body starts. */
  static final int FREE = 512;

  private static final int FIRST_STEP = 4 * 1024;
  private static final byte[] NONE = new byte[0];

  private final HeadBudget budget;
  private byte[] bytes = new byte[FREE];
  private int length;
  private int taken;

  Head(HeadBudget budget) {
    this.budget = budget;
  }

  int length() {
    return length;
  }

  /** The array with the first {@link #length} bytes; changes with the next piece. */
  byte[] bytes() {
    return bytes;
  }

  /** Takes as much of a piece as there is room for; whether that was all of it. */
  boolean take(ByteBuffer piece) {
    int wanted = length + piece.remaining();
    if (wanted > bytes.length && wanted <= Payload.MAX_INLINE) {
      grow(wanted);
    }
    int more = Math.min(piece.remaining(), bytes.length - length);
    piece.get(bytes, length, more);
    length += more;
    return !piece.hasRemaining();
  }

  private void grow(int wanted) {
    int size = FIRST_STEP;
    while (size < wanted) {
      size *= 2;
    }
    int capacity = Math.min(size, Payload.MAX_INLINE);
    if (budget.take(capacity - taken)) {
      taken = capacity;
      bytes = Arrays.copyOf(bytes, capacity);
    }
  }

  /** All of it, as an array of its own or one that is not written to any more. */
  byte[] whole() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    budget.giveBack(taken);
    taken = 0;
    length = 0;
    bytes = NONE;
  }
}
