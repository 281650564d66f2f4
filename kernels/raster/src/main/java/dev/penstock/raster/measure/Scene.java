package dev.penstock.raster.measure;

import dev.penstock.raster.source.RangeSource;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one scene, all in one coordinate system.
 *
 * @param bands by the names that indices use, as in {@code red} and {@code nir}
 * @param classification a band of class numbers, possibly coarser than the others
 */
public record Scene(Map<String, SceneBand> bands, Optional<RangeSource> classification) {
  public Scene {
    bands = Map.copyOf(bands);
  }
}
