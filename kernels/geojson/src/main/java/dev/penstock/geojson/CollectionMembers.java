package dev.penstock.geojson;

import org.jspecify.annotations.Nullable;

/**
 * Members of a FeatureCollection that concern all of its features, or of the only object of a
 * document, as raw JSON text.
 *
 * @param crs the {@code crs} member of GeoJSON 2008, null where absent or {@code null}
 * @param name the {@code name} member that GDAL writes, quotes included; null where absent, or
 *     longer than 4 KiB
 * @param foreign members of the collection that GeoJSON does not know, each as {@code
 *     ,"name":value}; 16 KiB at most, and none longer than 4 KiB
 */
public record CollectionMembers(@Nullable String crs, @Nullable String name, String foreign) {
  /** Nothing was said. */
  public static final CollectionMembers NONE = new CollectionMembers(null, null);

  /** Without foreign members. */
  public CollectionMembers(@Nullable String crs, @Nullable String name) {
    this(crs, name, "");
  }
}
