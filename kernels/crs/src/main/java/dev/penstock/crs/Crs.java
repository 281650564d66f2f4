package dev.penstock.crs;

/**
 * A coordinate reference system that {@link CrsCatalog} knows and {@link Transform} serves.
 * Immutable.
 *
 * <p>Coordinates are always x = east or longitude, y = north or latitude, also where the authority
 * lists them the other way round. Longitudes and latitudes are in degrees, plane coordinates in
 * {@link #unit}.
 *
 * @param code authority and code
 * @param name the authority's name for it, as in {@code WGS 84 / UTM zone 33N}
 * @param kind geographic or projected
 * @param unit {@code degree}, {@code metre} or another name of a length
 * @param area where it is meant to be used
 * @param proj the definition as a PROJ string, with the datum shift to WGS 84 that transforms apply
 * @param wkt the definition as OGC WKT 1, in the dialect that GDAL writes
 * @param note what a user must know about accuracy; empty if nothing
 */
public record Crs(
    CrsCode code,
    String name,
    Kind kind,
    String unit,
    Area area,
    String proj,
    String wkt,
    String note) {

  /** What the two numbers of a position are. */
  public enum Kind {
    /** Longitude and latitude in degrees. */
    GEOGRAPHIC,
    /** East and north on a plane. */
    PROJECTED
  }

  /** Whether positions are longitude and latitude. */
  public boolean geographic() {
    return kind == Kind.GEOGRAPHIC;
  }

  /**
   * The row that describes this system in a GeoPackage. {@code OGC:CRS84} has no number there; it
   * becomes EPSG 4326, which means the same in a GeoPackage, where x always comes first.
   */
  public SpatialRefSys spatialRefSys() {
    int id = code.equals(CrsCode.CRS84) ? 4326 : Integer.parseInt(code.code());
    return new SpatialRefSys(name, id, "EPSG", id, wkt);
  }
}
