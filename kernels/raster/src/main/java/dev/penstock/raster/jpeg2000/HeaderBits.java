package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;

/** The bits of packet headers, in which a byte behind 0xFF holds seven. Not thread-safe. */
final class HeaderBits {
  private final byte[] bytes;
  private final int end;
  private int at;
  private int current;
  private int left;

  HeaderBits(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  int bit() throws RasterException {
    if (left == 0) {
      left = current == 0xff ? 7 : 8;
      if (at >= end) {
        throw Defects.truncated("A tile ends within its packets.");
      }
      current = bytes[at++] & 0xff;
    }
    left--;
    return current >> left & 1;
  }

  int bits(int count) throws RasterException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | bit();
    }
    return value;
  }

  /** Ends a header: what follows starts with a byte of its own. */
  void align() {
    if (current == 0xff && at < end) {
      at++;
    }
    current = 0;
    left = 0;
  }

  int at() {
    return at;
  }

  int end() {
    return end;
  }

  /** Passes over bytes, between two headers. */
  void skip(int count) throws RasterException {
    if (count > end - at) {
      throw Defects.truncated("A tile ends within its packets.");
    }
    at += count;
  }

  /** Whether a marker stands here, between two headers. */
  boolean marked(int marker) {
    return end - at >= 2 && Segment.u16(bytes, at) == marker;
  }
}
