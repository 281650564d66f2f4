package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;

/** Short names for what this package has to say most often. */
final class Defects {
  private Defects() {}

  static RasterException malformed(String message) {
    return new RasterException(Fault.MALFORMED, message);
  }

  static RasterException unsupported(String message) {
    return new RasterException(Fault.UNSUPPORTED, message);
  }

  static RasterException tooLarge(String message) {
    return new RasterException(Fault.TOO_LARGE, message);
  }

  static RasterException corrupt(String message) {
    return new RasterException(Fault.CORRUPT_BLOCK, message);
  }

  static RasterException truncated(String message) {
    return new RasterException(Fault.TRUNCATED, message);
  }
}
