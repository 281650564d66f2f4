package dev.penstock.crs;

import java.util.Optional;

/** What {@link CrsCatalog#find} makes of a name. */
public sealed interface CrsLookup {

  /** The system is known and verified. */
  record Known(Crs crs) implements CrsLookup {}

  /**
   * The text names no system of the catalog.
   *
   * @param text what was asked for, cut to 200 characters
   * @param suggestion a name that is known and nearly the same, as in {@code EPSG:3857}; empty if
   *     none is
   */
  record Unknown(String text, Optional<String> suggestion) implements CrsLookup {}

  /**
   * The system exists, but results would be wrong by more than we accept, so it is refused.
   *
   * @param code authority and code
   * @param reason one sentence for the user
   */
  record Unsupported(CrsCode code, String reason) implements CrsLookup {}
}
