package dev.penstock.geometry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Counts lines of what is read through it, for somebody who asks behind the reading: which line an
 * offset stands on. It holds where lines end that were not asked for yet. Used by one thread.
 */
final class LineCount extends FilterInputStream {
  /** Line ends that are held; of a payload that has more in one place no lines are told. */
  private static final int MOST = 1 << 20;

  private long[] ends = new long[1024];
  private int first;
  private int last;
  private long read;
  private long passed;
  private boolean counting;

  /**
   * A count.
   *
   * @param offset of the first byte
   * @param line on which that stands, from 1; 0: nobody knows, and nothing is counted
   */
  LineCount(InputStream in, long offset, long line) {
    super(in);
    this.read = offset;
    this.passed = line - 1;
    this.counting = line > 0;
  }

  /** Nobody is going to ask. */
  void stop() {
    counting = false;
    ends = new long[0];
  }

  /** The line of an offset, from 1; 0: it is not known. Offsets are asked for in their order. */
  long at(long offset) {
    if (!counting) {
      return 0;
    }
    while (first < last && ends[first] < offset) {
      first++;
      passed++;
    }
    return passed + 1;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count = in.read(into, from, length);
    for (int i = from; counting && i < from + count; i++) {
      if (into[i] == '\n') {
        add(read + i - from);
      }
    }
    read += Math.max(count, 0);
    return count;
  }

  void add(long end) {
    if (last == ends.length) {
      int open = last - first;
      if (open >= MOST) {
        stop();
        return;
      }
      long[] room = open > ends.length / 2 ? new long[ends.length * 2] : ends;
      System.arraycopy(ends, first, room, 0, open);
      ends = room;
      first = 0;
      last = open;
    }
    ends[last++] = end;
  }

  /** How many lines end in a piece of bytes. */
  static int in(byte[] bytes, int from, int to) {
    int lines = 0;
    for (int i = from; i < to; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    return lines;
  }
}
