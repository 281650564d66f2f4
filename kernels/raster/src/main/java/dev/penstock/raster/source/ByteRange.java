package dev.penstock.raster.source;

/**
 * A stretch of an object.
 *
 * @param from offset of the first byte
 * @param length number of bytes
 */
public record ByteRange(long from, int length) {
  long to() {
    return from + length;
  }
}
