package dev.penstock.raster.pixel;

import dev.penstock.raster.RasterException;
import java.util.List;
import java.util.Optional;

/**
 * An open raster, of whatever format. Bands and levels count from 0; level 0 is the full
 * resolution, the others show the same, each smaller than the one before it. Thread-safe.
 */
public interface Raster {

  /** Number of bands. */
  int bands();

  /** What a sample is, in all bands. */
  SampleType type();

  /** The sizes of all levels, as windows of the whole. */
  List<Window> levels();

  /** Where it lies; empty if the file does not tell. */
  Optional<Georeference> georeference();

  /** The number that stands for nothing, in all bands. */
  Optional<Nodata> nodata();

  /** What the samples of a band stand for; {@link Scaling#PLAIN} if the file does not tell. */
  Scaling scaling(int band);

  /**
   * The samples of some bands in a window.
   *
   * @throws IndexOutOfBoundsException if there is no such level, band or window
   */
  List<Samples> read(int level, List<Integer> bands, Window window)
      throws RasterException, InterruptedException;

  /**
   * The file's own mask in a window: 0 where a pixel does not count. Empty if it has none for that
   * level.
   */
  Optional<Samples> mask(int level, Window window) throws RasterException, InterruptedException;
}
