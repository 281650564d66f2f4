package dev.penstock.raster.jp2;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;

/** Short names for what this package has to say most often. */
final class Defects {
  private Defects() {}

  static RasterException malformed(String message) {
    return new RasterException(Fault.MALFORMED, message);
  }

  static RasterException tooLarge(String message) {
    return new RasterException(Fault.TOO_LARGE, message);
  }

  static RasterException truncated(String message) {
    return new RasterException(Fault.TRUNCATED, message);
  }
}
