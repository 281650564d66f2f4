package dev.penstock.raster.jp2;

/**
 * What a file may make us do.
 *
 * @param head bytes of the first read, which holds everything but pixels in most files
 * @param headerBytes read of boxes and headers, of one file
 * @param boxes of one file, those within others too
 * @param boxBytes of one that tells where the image lies
 * @param tileBytes of one tile, packed
 * @param reads to find one tile in a file without an index
 */
public record Jp2Limits(
    int head, long headerBytes, int boxes, int boxBytes, int tileBytes, int reads) {
  public static final Jp2Limits DEFAULT =
      new Jp2Limits(32 << 10, 16 << 20, 1000, 4 << 20, 256 << 20, 32);
}
