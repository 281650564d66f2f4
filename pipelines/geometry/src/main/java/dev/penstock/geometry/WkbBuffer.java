package dev.penstock.geometry;

import dev.penstock.geometry.store.Bounds;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing buffer of little-endian ISO WKB (OGC 06-103r4, section 8) that also keeps the bounds of
 * what was written. Not thread-safe; reused from feature to feature.
 */
final class WkbBuffer {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[1 << 14];
  private int size;
  private double minX;
  private double minY;
  private double maxX;
  private double maxY;

  void clear() {
    size = 0;
    minX = Double.POSITIVE_INFINITY;
    minY = Double.POSITIVE_INFINITY;
    maxX = Double.NEGATIVE_INFINITY;
    maxY = Double.NEGATIVE_INFINITY;
  }

  /** The bytes written are the first {@link #size} of these. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** Makes room at once for what is going to be written; the buffer is empty. */
  void reserve(long length) {
    if (length > bytes.length) {
      // The old array goes first: both together would raise the peak for a huge feature.
      bytes = new byte[0];
      bytes = new byte[Math.toIntExact(length)];
    }
  }

  Bounds bounds() {
    return minX <= maxX ? new Bounds(minX, minY, maxX, maxY) : Bounds.NONE;
  }

  /** Byte order and type; a third ordinate adds 1000 to the type. */
  void header(int type, int dimension) {
    room(5);
    bytes[size] = 1;
    INT.set(bytes, size + 1, dimension == 3 ? type + 1000 : type);
    size += 5;
  }

  void count(int number) {
    room(4);
    INT.set(bytes, size, number);
    size += 4;
  }

  /** The first numbers of positions {@code [from, to)}, of which each has {@code stride}. */
  void positions(double[] ordinates, int stride, int dimension, int from, int to) {
    room((long) (to - from) * dimension * 8);
    for (int i = from * stride; i < to * stride; i += stride) {
      double x = ordinates[i];
      double y = ordinates[i + 1];
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
      for (int k = 0; k < dimension; k++) {
        DOUBLE.set(bytes, size, ordinates[i + k]);
        size += 8;
      }
    }
  }

  /** Grows to what is needed, not to twice as much once that is large. */
  private void room(long more) {
    long needed = size + more;
    if (needed > bytes.length) {
      long larger = Math.max(needed, bytes.length + Math.min(bytes.length, 4L << 20));
      bytes = Arrays.copyOf(bytes, Math.toIntExact(larger));
    }
  }
}
