package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Srs;
import java.sql.SQLException;

/** The CRS of a part in the tables of GeoPackage. */
final class SrsTable {
  private static final int OWN_CODES = 900_000;

  private SrsTable() {}

  /** The number by which a part's tables and geometries name the CRS. */
  static int id(Srs srs) {
    return srs.authority().equalsIgnoreCase("EPSG") ? srs.code() : OWN_CODES + srs.code();
  }

  static boolean same(Srs one, Srs other) {
    return one.code() == other.code() && one.authority().equalsIgnoreCase(other.authority());
  }

  /** Says that a part's features are in this CRS. */
  static void put(Sqlite part, Srs srs) throws SQLException {
    int id = id(srs);
    part.change(
        "INSERT OR REPLACE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
        srs.name(),
        id,
        srs.authority(),
        srs.code(),
        srs.wkt());
    part.change(
        """
        INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)
          VALUES ('features', 'features', 'features', ?)
        """,
        id);
    part.change(
        "INSERT INTO gpkg_geometry_columns VALUES ('features', 'geom', 'GEOMETRY', ?, 0, 0)", id);
  }
}
