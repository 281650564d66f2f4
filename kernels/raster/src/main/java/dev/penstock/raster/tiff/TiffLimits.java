package dev.penstock.raster.tiff;

/**
 * What a file may make us do.
 *
 * @param head bytes of the first read, which holds everything but pixels in most files
 * @param directories images in one file
 * @param entries tags of one image
 * @param tagBytes of one tag, tables of blocks excepted
 * @param tableBytes read of directories and tables of blocks, of one file
 * @param bands of one image
 * @param blocks of one image
 * @param blockBytes of one block, unpacked
 */
public record TiffLimits(
    int head,
    int directories,
    int entries,
    int tagBytes,
    long tableBytes,
    int bands,
    int blocks,
    int blockBytes) {
  public static final TiffLimits DEFAULT =
      new TiffLimits(32 << 10, 128, 1024, 1 << 20, 64 << 20, 1024, 1 << 24, 128 << 20);
}
