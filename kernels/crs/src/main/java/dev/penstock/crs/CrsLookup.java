package dev.penstock.crs;

/** What {@link CrsCatalog#find} makes of a name. */
public sealed interface CrsLookup {

  /** The system is known and verified. */
  record Known(Crs crs) implements CrsLookup {}

  /**
   * The text names no system of the catalog.
   *
   * @param text what was asked for, cut to 200 characters
   * @param suggestion the nearest name that is known, as in {@code EPSG:3857}
   */
  record Unknown(String text, String suggestion) implements CrsLookup {}

  /**
   * The system exists, but results would be wrong by more than we accept, so it is refused.
   *
   * @param code authority and code
   * @param reason one sentence for the user
   */
  record Unsupported(CrsCode code, String reason) implements CrsLookup {}
}
