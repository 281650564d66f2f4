package dev.penstock.raster.jpeg2000;

import java.util.List;

/**
 * The code-blocks of one place in a resolution of a component, of which each packet holds one
 * layer. Not thread-safe.
 */
final class Precinct {
  private final Resolution resolution;
  private final int number;
  private final long x;
  private final long y;
  private final List<PrecinctBand> bands;
  private int layers;

  /**
   * @param number among those of its resolution, row by row
   * @param x where it begins on the reference grid
   */
  Precinct(Resolution resolution, int number, long x, long y, List<PrecinctBand> bands) {
    this.resolution = resolution;
    this.number = number;
    this.x = x;
    this.y = y;
    this.bands = bands;
  }

  int component() {
    return resolution.component();
  }

  int resolution() {
    return resolution.number();
  }

  boolean of(Resolution other) {
    return component() == other.component() && resolution() == other.number();
  }

  Coding coding() {
    return resolution.coding();
  }

  int number() {
    return number;
  }

  long x() {
    return x;
  }

  long y() {
    return y;
  }

  List<PrecinctBand> bands() {
    return bands;
  }

  /** Layers that were read so far. */
  int layers() {
    return layers;
  }

  void layerRead() {
    layers++;
  }
}
