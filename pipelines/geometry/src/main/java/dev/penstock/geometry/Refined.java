package dev.penstock.geometry;

import dev.penstock.pipeline.Reject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one feature. What it points to is good until the next feature is refined. */
sealed interface Refined {
  /**
   * It goes on.
   *
   * @param id as JSON text
   * @param geometry null for a feature without one
   * @param repaired whether its geometry is not the one that came in
   * @param notes codes of what its writer should do otherwise, and of how it was repaired
   */
  record Kept(
      long item,
      @Nullable String id,
      @Nullable WkbBuffer geometry,
      Reject.Slice properties,
      boolean repaired,
      List<String> notes)
      implements Refined {}

  /** It does not; the reject says why and where. */
  record Refused(Reject reject) implements Refined {}
}
