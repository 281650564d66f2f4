package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.pixel.SampleType;
import java.nio.ByteOrder;

/** Makes an image of a directory, or says why not. */
final class ImageReader {
  private static final int CHUNKY = 1;
  private static final int APART = 2;

  private final Directory directory;
  private final TiffLimits limits;

  ImageReader(Directory directory) {
    this.directory = directory;
    this.limits = directory.limits();
  }

  Image read(int number) throws RasterException, InterruptedException {
    int bands = directory.number(Tag.SAMPLES, 1, limits.bands());
    if (bands == 0) {
      throw Faults.malformed("An image without bands.");
    }
    int planar = directory.number(Tag.PLANAR, CHUNKY, 0xffff);
    if (planar != CHUNKY && planar != APART) {
      throw Faults.malformed("PlanarConfiguration %d.".formatted(planar));
    }
    boolean apart = planar == APART && bands > 1;
    Packing packing = packing(apart ? 1 : bands);
    Grid grid = grid(apart ? bands : 1);
    long bytes = packing.rowBytes(grid.blockWidth()) * grid.blockHeight();
    long spread = (long) grid.blockWidth() * grid.blockHeight() * packing.samples();
    if (Math.max(bytes, spread) > limits.blockBytes()) {
      throw Faults.tooLarge("Blocks of %d bytes.".formatted(Math.max(bytes, spread)));
    }
    if (grid.blocks() > limits.blocks()) {
      throw Faults.tooLarge("An image of %d blocks.".formatted(grid.blocks()));
    }
    int blocks = (int) grid.blocks();
    return new Image(
        number,
        grid,
        packing,
        bands,
        BlockTable.of(directory, grid.strips() ? Tag.STRIP_OFFSETS : Tag.TILE_OFFSETS, blocks),
        BlockTable.of(directory, grid.strips() ? Tag.STRIP_COUNTS : Tag.TILE_COUNTS, blocks));
  }

  private Packing packing(int samples) throws RasterException, InterruptedException {
    int bits = directory.shared(Tag.BITS, 1);
    int format = directory.shared(Tag.FORMAT, 1);
    SampleType type =
        SampleFormat.of(format, bits)
            .orElseThrow(
                () -> Faults.unsupported("Samples of format %d, %d bits.".formatted(format, bits)));
    if (directory.number(Tag.FILL_ORDER, 1, 0xffff) != 1) {
      throw Faults.unsupported("Bits in reversed order.");
    }
    Packing packing =
        new Packing(
            type,
            bits,
            samples,
            Compression.of(directory.number(Tag.COMPRESSION, 1, 0xffff)),
            directory.number(Tag.PREDICTOR, 1, 0xffff),
            directory.file().order() == ByteOrder.BIG_ENDIAN);
    packing.check();
    return packing;
  }

  private Grid grid(int planes) throws RasterException, InterruptedException {
    int width = directory.size(Tag.WIDTH);
    int height = directory.size(Tag.HEIGHT);
    if (directory.has(Tag.TILE_WIDTH)) {
      int tileWidth = directory.size(Tag.TILE_WIDTH);
      int tileHeight = directory.size(Tag.TILE_HEIGHT);
      return new Grid(width, height, tileWidth, tileHeight, planes, false);
    }
    long rows = directory.number(Tag.ROWS_PER_STRIP, Integer.MAX_VALUE, 0xffffffffL) & 0xffffffffL;
    if (rows == 0) {
      throw Faults.malformed("Strips without rows.");
    }
    return new Grid(width, height, width, (int) Math.min(rows, height), planes, true);
  }
}
