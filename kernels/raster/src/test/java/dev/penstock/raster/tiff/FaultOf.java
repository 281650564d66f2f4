package dev.penstock.raster.tiff;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.RangeSource;

/** Why a file is not opened. */
final class FaultOf {
  private FaultOf() {}

  static RasterException opening(RangeSource source) {
    return catchThrowableOfType(RasterException.class, () -> RasterFile.open(source));
  }
}
