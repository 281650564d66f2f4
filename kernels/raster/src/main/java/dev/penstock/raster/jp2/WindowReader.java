package dev.penstock.raster.jp2;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.jpeg2000.ImageSize;
import dev.penstock.raster.jpeg2000.MainHeader;
import dev.penstock.raster.jpeg2000.Rect;
import dev.penstock.raster.jpeg2000.TileDecoder;
import dev.penstock.raster.jpeg2000.TileRequest;
import dev.penstock.raster.source.Together;
import java.util.ArrayList;
import java.util.List;

/** Puts a window together from the tiles that it touches. Thread-safe. */
record WindowReader(MainHeader header, Tiles tiles, TileDecoder decoder) {
  /** Tiles that are fetched together. */
  private static final int MOST_TOGETHER = 8;

  /** Rows of tiles that are read at the same time. */
  private static final int MOST_ROWS = 4;

  /**
   * Reads a window.
   *
   * @param reduce how often the size is halved
   * @param region on the reference grid after that
   * @return the samples of each band, row by row
   */
  List<int[]> read(int reduce, List<Integer> bands, Rect region)
      throws RasterException, InterruptedException {
    List<int[]> samples = new ArrayList<>();
    for (int i = 0; i < bands.size(); i++) {
      samples.add(new int[region.width() * region.height()]);
    }
    List<Together.Read<Integer>> reads = new ArrayList<>();
    for (List<Integer> run : runs(reduce, region)) {
      reads.add(
          () -> {
            read(run, new TileRequest(new byte[0], reduce, region, bands), samples);
            return run.size();
          });
    }
    for (int from = 0; from < reads.size(); from += MOST_ROWS) {
      Together.all(reads.subList(from, Math.min(reads.size(), from + MOST_ROWS)));
    }
    return samples;
  }

  /** The tiles that the region touches: neighbours in a row of tiles together. */
  private List<List<Integer>> runs(int reduce, Rect region) {
    ImageSize size = header.size();
    List<List<Integer>> runs = new ArrayList<>();
    for (int row = 0; row < size.rows(); row++) {
      if (size.tile(row * size.columns()).halved(reduce).y1() <= region.y0()) {
        continue;
      }
      List<Integer> run = new ArrayList<>();
      for (int column = 0; column < size.columns(); column++) {
        int tile = row * size.columns() + column;
        if (!size.tile(tile).halved(reduce).meet(region).empty()) {
          run.add(tile);
        }
      }
      for (int from = 0; from < run.size(); from += MOST_TOGETHER) {
        runs.add(List.copyOf(run.subList(from, Math.min(run.size(), from + MOST_TOGETHER))));
      }
    }
    return runs;
  }

  private void read(List<Integer> run, TileRequest whole, List<int[]> into)
      throws RasterException, InterruptedException {
    List<byte[]> streams = tiles.read(run);
    for (int i = 0; i < run.size(); i++) {
      Rect at = header.size().tile(run.get(i)).halved(whole.reduce()).meet(whole.region());
      List<int[]> decoded =
          decoder.decode(new TileRequest(streams.get(i), whole.reduce(), at, whole.bands()));
      for (int band = 0; band < into.size(); band++) {
        copy(decoded.get(band), at, into.get(band), whole.region());
      }
    }
  }

  private static void copy(int[] from, Rect at, int[] into, Rect region) {
    for (int y = at.y0(); y < at.y1(); y++) {
      System.arraycopy(
          from,
          (y - at.y0()) * at.width(),
          into,
          (y - region.y0()) * region.width() + at.x0() - region.x0(),
          at.width());
    }
  }
}
