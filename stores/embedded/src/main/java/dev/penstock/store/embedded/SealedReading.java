package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.Srs;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reads what a part says of itself. */
final class SealedReading {
  private SealedReading() {}

  /** The CRS of a part that has had one batch at least, or is sealed. */
  static Optional<Srs> srs(Sqlite part) throws SQLException {
    return part.first(
        """
        SELECT organization, organization_coordsys_id, srs_name, definition
          FROM gpkg_contents JOIN gpkg_spatial_ref_sys USING (srs_id)
        """,
        row -> new Srs(row.getString(1), row.getInt(2), row.getString(3), row.getString(4)));
  }

  static SealedPart read(Sqlite part, PartName name, SealNote note) throws SQLException {
    return part.first(
            """
            SELECT feature_count, min_x, min_y, max_x, max_y
              FROM gpkg_ogr_contents JOIN gpkg_contents USING (table_name)
            """,
            row ->
                new SealedPart(
                    name, note.fence(), row.getLong(1), bounds(row, 2), srs(part).orElseThrow()))
        .orElseThrow();
  }

  /** The box in four columns from {@code at} on; none where they are null. */
  static Bounds bounds(ResultSet row, int at) throws SQLException {
    double minX = row.getDouble(at);
    if (row.wasNull()) {
      return Bounds.NONE;
    }
    return new Bounds(minX, row.getDouble(at + 1), row.getDouble(at + 2), row.getDouble(at + 3));
  }
}
