package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;

/** The bytes of one marker segment behind its length, read from the front. Not thread-safe. */
final class Segment {
  private static final int MOST = 1 << 30;

  private final byte[] bytes;
  private int at;
  private final int end;

  Segment(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  int left() {
    return end - at;
  }

  int u8() throws RasterException {
    if (at >= end) {
      throw Defects.malformed("A marker segment is too short.");
    }
    return bytes[at++] & 0xff;
  }

  int u16() throws RasterException {
    return u8() << 8 | u8();
  }

  /** A number of four bytes. */
  long u32() throws RasterException {
    return (long) u16() << 16 | u16();
  }

  /** A size or coordinate; those beyond a thousand million are refused. */
  int size() throws RasterException {
    long value = u32();
    if (value > MOST) {
      throw Defects.tooLarge("An image that is %d wide or high.".formatted(value));
    }
    return (int) value;
  }

  static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  static long u32(byte[] bytes, int at) {
    return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
  }

  static void put32(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }
}
