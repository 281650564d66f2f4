package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.ByteRange;
import dev.penstock.raster.source.RangeSource;
import java.util.Optional;

/**
 * One image of a file: how its pixels are cut up and packed, and where the blocks lie. Thread-safe.
 *
 * @param number which of the file's directories it is
 */
record Image(
    int number, Grid grid, Packing packing, int bands, BlockTable offsets, BlockTable counts) {

  /** Where a block lies; empty if the file leaves it out, since there is nothing to see. */
  Optional<ByteRange> range(int block, RangeSource source)
      throws RasterException, InterruptedException {
    long offset = offsets.get(block, source);
    long count = counts.get(block, source);
    if (offset == 0 || count == 0) {
      return Optional.empty();
    }
    long unpacked = packing.rowBytes(grid.blockWidth()) * grid.rows(grid.rowOf(block));
    // No compression makes a block twice as large, except for the headers of a tiny one.
    if (count > 2 * unpacked + 4096) {
      if (packing.compression() != Compression.NONE) {
        throw Faults.malformed(
            "A block of %d bytes is said to take %d.".formatted(unpacked, count));
      }
      count = unpacked;
    }
    return Optional.of(new ByteRange(offset, (int) count));
  }

  /** Samples that lie side by side in a block for one pixel. */
  int samples() {
    return packing.samples();
  }

  /** The plane that holds a band. */
  int plane(int band) {
    return grid.planes() == 1 ? 0 : band;
  }

  /** Where a band's sample lies among those of its pixel. */
  int place(int band) {
    return grid.planes() == 1 ? band : 0;
  }

  /** Whether it shows the same as another one, only smaller. */
  boolean reduces(Image other) {
    return bands == other.bands
        && packing.type() == other.packing.type()
        && grid.width() <= other.grid.width()
        && grid.height() <= other.grid.height();
  }
}
