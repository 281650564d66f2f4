package dev.penstock.ndvi.store;

import dev.penstock.ndvi.scene.SceneOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking at one farm in one scene, or of looking for scenes at all.
 *
 * @param version of the farm's boundary that was measured
 * @param scene null where there was none to look at
 * @param figures one for each index; empty where it failed
 * @param chip the first index for pictures, packed; null without one
 * @param failure why there are no figures; null if there are, or nothing is wrong
 */
public record Finding(
    String farm,
    int version,
    SceneOrder.@Nullable Facts scene,
    List<Figure> figures,
    byte @Nullable [] chip,
    @Nullable Failure failure) {
  public Finding {
    figures = List.copyOf(figures);
  }

  /** Why something was not measured. */
  public record Failure(String code, String detail) {}

  /** A farm that no scene was found for. */
  public static Finding without(String farm, int version) {
    return new Finding(farm, version, null, List.of(), null, null);
  }

  /** A farm that was not measured. */
  public static Finding failed(
      String farm, int version, SceneOrder.@Nullable Facts scene, Failure failure) {
    return new Finding(farm, version, scene, List.of(), null, failure);
  }
}
