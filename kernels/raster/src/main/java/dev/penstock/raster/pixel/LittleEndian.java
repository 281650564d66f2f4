package dev.penstock.raster.pixel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in byte arrays, lowest byte first; offsets are in bytes. */
public final class LittleEndian {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  public static short getShort(byte[] bytes, int at) {
    return (short) SHORTS.get(bytes, at);
  }

  public static int getInt(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  public static long getLong(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  public static void putShort(byte[] bytes, int at, short value) {
    SHORTS.set(bytes, at, value);
  }

  public static void putInt(byte[] bytes, int at, int value) {
    INTS.set(bytes, at, value);
  }

  public static void putLong(byte[] bytes, int at, long value) {
    LONGS.set(bytes, at, value);
  }

  /** Turns numbers of that size round, from highest byte first. */
  public static void turn(byte[] bytes, int size) {
    switch (size) {
      case 2 -> {
        for (int at = 0; at + 2 <= bytes.length; at += 2) {
          putShort(bytes, at, Short.reverseBytes(getShort(bytes, at)));
        }
      }
      case 4 -> {
        for (int at = 0; at + 4 <= bytes.length; at += 4) {
          putInt(bytes, at, Integer.reverseBytes(getInt(bytes, at)));
        }
      }
      case 8 -> {
        for (int at = 0; at + 8 <= bytes.length; at += 8) {
          putLong(bytes, at, Long.reverseBytes(getLong(bytes, at)));
        }
      }
      default -> {
        // Single bytes have no order.
      }
    }
  }
}
