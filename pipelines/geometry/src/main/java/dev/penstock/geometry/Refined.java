package dev.penstock.geometry;

import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.pipeline.Reject;

/** What became of one feature. */
sealed interface Refined {
  /** It goes on; {@code repaired} says that its geometry is not the one that came in. */
  record Kept(FeatureRow row, boolean repaired) implements Refined {}

  /** It does not; the reject says why and where. */
  record Refused(Reject reject) implements Refined {}
}
