package dev.penstock.raster.jp2;

import dev.penstock.raster.RasterException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where tiles are known to begin, and where others may, by what lies between those. Tiles have to
 * follow each other in the order of their numbers. Thread-safe.
 */
final class Landmarks {
  private final TreeMap<Integer, Long> offsets = new TreeMap<>();

  /**
   * @param first where the first tile begins
   * @param tiles how many there are
   * @param end where the last one ends
   */
  Landmarks(long first, int tiles, long end) {
    offsets.put(0, first);
    offsets.put(tiles, end);
  }

  /**
   * Where a tile may begin.
   *
   * @param at the most likely place, or the place itself
   * @param length bytes that a tile takes there, or that this one does
   * @param exact whether that is known
   */
  record Guess(long at, long length, boolean exact) {}

  synchronized Guess guess(int tile) {
    Map.Entry<Integer, Long> low = offsets.floorEntry(tile);
    Map.Entry<Integer, Long> high = offsets.higherEntry(tile);
    long bytes = high.getValue() - low.getValue();
    double mean = (double) bytes / (high.getKey() - low.getKey());
    long at = low.getValue() + (long) (mean * (tile - low.getKey()));
    return new Guess(at, (long) mean, low.getKey() == tile);
  }

  /** The nearest place before a tile that is known. */
  synchronized long before(int tile) {
    return offsets.floorEntry(tile).getValue();
  }

  /** The nearest place behind a tile that is known. */
  synchronized long behind(int tile) {
    return offsets.higherEntry(tile).getValue();
  }

  synchronized void found(int tile, long at) throws RasterException {
    Map.Entry<Integer, Long> low = offsets.floorEntry(tile);
    Map.Entry<Integer, Long> high = offsets.higherEntry(tile);
    boolean known = low.getKey() == tile;
    if (known
        ? low.getValue() != at
        : at <= low.getValue() || (high != null && at >= high.getValue())) {
      throw Defects.malformed(
          "The file has no index, and its tiles do not follow each other in order.");
    }
    offsets.put(tile, at);
  }
}
