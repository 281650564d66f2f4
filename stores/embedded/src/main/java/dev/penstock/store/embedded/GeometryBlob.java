package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The geometry encoding of GeoPackage (OGC 12-128r15, 2.1.3): a header with SRS and envelope, then
 * ISO WKB as it is.
 */
final class GeometryBlob {
  /** Bytes from which {@link #bounds} can tell the box. */
  static final int PREFIX = 40;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int PLAIN = 8;
  private static final byte LITTLE_ENDIAN = 0x01;
  private static final byte ENVELOPE_XY = 0x02;
  private static final byte EMPTY = 0x10;

  private GeometryBlob() {}

  static byte[] of(byte[] wkb, Bounds bounds, int srsId) {
    boolean empty = bounds.isNone();
    int header = empty ? PLAIN : PREFIX;
    var blob = new byte[header + wkb.length];
    blob[0] = 'G';
    blob[1] = 'P';
    blob[3] = (byte) (LITTLE_ENDIAN | (empty ? EMPTY : ENVELOPE_XY));
    INT.set(blob, 4, srsId);
    if (!empty) {
      DOUBLE.set(blob, 8, bounds.minX());
      DOUBLE.set(blob, 16, bounds.maxX());
      DOUBLE.set(blob, 24, bounds.minY());
      DOUBLE.set(blob, 32, bounds.maxY());
    }
    System.arraycopy(wkb, 0, blob, header, wkb.length);
    return blob;
  }

  static byte[] wkb(byte[] blob) {
    return Arrays.copyOfRange(blob, isEmpty(blob) ? PLAIN : PREFIX, blob.length);
  }

  /** The box of a geometry that {@link #of} made, or of the first {@link #PREFIX} bytes of it. */
  static Bounds bounds(byte[] blob) {
    if (isEmpty(blob)) {
      return Bounds.NONE;
    }
    return new Bounds(
        (double) DOUBLE.get(blob, 8),
        (double) DOUBLE.get(blob, 24),
        (double) DOUBLE.get(blob, 16),
        (double) DOUBLE.get(blob, 32));
  }

  /** The WKB type code: 1 for a point, 1003 for a polygon with z, and so on. */
  static int type(byte[] wkb) {
    return (int) INT.get(wkb, 1);
  }

  private static boolean isEmpty(byte[] blob) {
    return (blob[3] & EMPTY) != 0;
  }
}
