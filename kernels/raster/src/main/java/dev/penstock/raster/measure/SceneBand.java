package dev.penstock.raster.measure;

import dev.penstock.raster.source.RangeSource;
import java.util.Optional;

/**
 * Where a band of a scene is read from.
 *
 * @param source the file; bands of one file share one source
 * @param band number in the file, from 0
 * @param reflectance empty: scale and offset that the file tells
 */
public record SceneBand(RangeSource source, int band, Optional<Reflectance> reflectance) {

  /** The first band of a file, as the file tells it. */
  public static SceneBand of(RangeSource source) {
    return new SceneBand(source, 0, Optional.empty());
  }
}
