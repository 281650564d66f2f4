package dev.penstock.raster.jp2;

import dev.penstock.raster.RasterException;
import java.util.List;

/** Fetches the bytes of tiles. Thread-safe. */
@FunctionalInterface
interface TileSource {
  /** The parts of each of these tiles, in their order. */
  List<List<byte[]>> read(List<Integer> tiles) throws RasterException, InterruptedException;
}
