package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;

/** A subband of a component of a tile. Not thread-safe. */
final class Band {
  /** Left edge, bits for more: a magnitude has one bit behind the point and a sign before it. */
  private static final int MOST_PLANES = 30;

  private final int orientation;
  private final Rect at;
  private final int planes;
  private final float step;
  private final Rect needed;

  /**
   * @param orientation 0 LL, 1 HL, 2 LH, 3 HH
   * @param at which coefficients it has
   * @param planes bit-planes of its magnitudes at most
   * @param step what a coefficient of 1 stands for
   * @param needed which coefficients are wanted
   */
  Band(int orientation, Rect at, int planes, float step, Rect needed) throws RasterException {
    if (planes > MOST_PLANES) {
      throw Defects.unsupported("Coefficients of %d bits.".formatted(planes));
    }
    this.orientation = orientation;
    this.at = at;
    this.planes = planes;
    this.step = step;
    this.needed = needed;
  }

  int orientation() {
    return orientation;
  }

  boolean highX() {
    return (orientation & 1) != 0;
  }

  boolean highY() {
    return (orientation & 2) != 0;
  }

  Rect at() {
    return at;
  }

  int planes() {
    return planes;
  }

  float step() {
    return step;
  }

  Rect needed() {
    return needed;
  }
}
