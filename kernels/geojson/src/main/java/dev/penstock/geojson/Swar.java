package dev.penstock.geojson;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at once in one long, the first byte lowest. */
final class Swar {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

  private Swar() {}

  static long load(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** The byte in all eight places. */
  static long spread(int value) {
    return (value & 0xFF) * 0x0101010101010101L;
  }

  /** The top bit of every byte that is zero, and nothing else: exact, so it can be counted. */
  static long zeros(long word) {
    return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
  }

  /** Index of the first byte whose top bit is set in such a mask. */
  static int first(long mask) {
    return Long.numberOfTrailingZeros(mask) >>> 3;
  }

  /** How often the byte occurs in {@code [from, to)}. */
  static int count(byte[] bytes, int from, int to, int value) {
    long wanted = spread(value);
    int count = 0;
    int p = from;
    for (; p + 8 <= to; p += 8) {
      count += Long.bitCount(zeros(load(bytes, p) ^ wanted));
    }
    for (; p < to; p++) {
      count += bytes[p] == value ? 1 : 0;
    }
    return count;
  }
}
