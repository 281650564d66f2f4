package dev.penstock.raster.tiff;

/**
 * How an image is cut into blocks: tiles, or strips as wide as the image.
 *
 * @param width of the image
 * @param height of the image
 * @param blockWidth columns of a block
 * @param blockHeight rows of a block
 * @param planes 1, or one for each band where these lie apart
 * @param strips whether the last row of blocks ends with the image, as strips do and tiles do not
 */
record Grid(int width, int height, int blockWidth, int blockHeight, int planes, boolean strips) {

  int across() {
    return (int) (((long) width + blockWidth - 1) / blockWidth);
  }

  int down() {
    return (int) (((long) height + blockHeight - 1) / blockHeight);
  }

  /** Blocks of all planes. */
  long blocks() {
    return (long) across() * down() * planes;
  }

  /** Rows that the blocks of that row of blocks hold. */
  int rows(int row) {
    return strips ? Math.min(blockHeight, height - row * blockHeight) : blockHeight;
  }

  /** The number of a block. */
  int block(int column, int row, int plane) {
    return (plane * down() + row) * across() + column;
  }

  /** The row of blocks that a block is in. */
  int rowOf(int block) {
    return block / across() % down();
  }
}
