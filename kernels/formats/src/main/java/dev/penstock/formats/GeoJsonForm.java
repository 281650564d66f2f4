package dev.penstock.formats;

import java.util.OptionalInt;

/**
 * How GeoJSON is laid down.
 *
 * @param decimals of coordinates, 0 to 15; empty: seven where they were transformed, else as many
 *     as they have
 * @param members of the collection besides its type and features, each as {@code ,"name":value}
 */
public record GeoJsonForm(OptionalInt decimals, String members) {
  /** As most want it. */
  public static final GeoJsonForm USUAL = new GeoJsonForm(OptionalInt.empty(), "");
}
