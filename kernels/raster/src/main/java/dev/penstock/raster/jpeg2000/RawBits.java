package dev.penstock.raster.jpeg2000;

/**
 * Bits of a segment that the arithmetic coder was bypassed for; a byte behind 0xFF holds seven, and
 * behind the end there are ones. Not thread-safe.
 */
final class RawBits {
  private byte[] bytes = {};
  private int at;
  private int end;
  private int current;
  private int left;

  void start(byte[] segment, int from, int to) {
    bytes = segment;
    at = from;
    end = to;
    current = 0;
    left = 0;
  }

  int bit() {
    if (left == 0) {
      left = current == 0xff && at < end ? 7 : 8;
      current = at < end ? bytes[at++] & 0xff : 0xff;
    }
    left--;
    return current >> left & 1;
  }
}
