package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.List;

/**
 * Makes pixels of a codestream of one tile. It is given bytes and gives numbers, so that it can as
 * well run in another process. Thread-safe.
 */
@FunctionalInterface
public interface TileDecoder {
  /**
   * Decodes a region.
   *
   * @return for each band that was asked for, the samples of the region row by row
   */
  List<int[]> decode(TileRequest request) throws RasterException, InterruptedException;
}
