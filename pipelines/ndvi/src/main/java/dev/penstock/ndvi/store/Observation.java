package dev.penstock.ndvi.store;

import dev.penstock.ndvi.scene.SceneOrder;
import org.jspecify.annotations.Nullable;

/**
 * What one scene showed of one farm, by one index.
 *
 * @param figure null where it failed
 * @param failure why; null where it did not
 * @param job that measured it
 */
public record Observation(
    String farm,
    int version,
    String index,
    SceneOrder.Facts scene,
    @Nullable Figure figure,
    Finding.@Nullable Failure failure,
    String job) {

  /** Whether enough of the farm was seen. */
  public boolean usable(double minValid) {
    Figure seen = figure;
    return seen != null && seen.stats() != null && seen.shares().valid() >= minValid;
  }
}
