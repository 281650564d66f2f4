package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.Publication;
import java.sql.SQLException;

/** Turns the rows of a staged part into a GeoPackage that any GIS opens. */
final class Sealing {
  private static final String TRIGGERS = Sqlite.resource("sealed.sql");

  private Sealing() {}

  /** Everything but the columns takes time by the number of features, not by their size. */
  static void seal(Sqlite part, AttributeColumns columns, PartName name, Publication publication)
      throws SQLException {
    int types = types(part);
    boolean cut = columns.make(GeometryTypes.name(types));
    totals(part, types);
    SpatialIndex.fill(part, extent(part));
    if (!publication.collection().equals(name.job().value())) {
      // Only a collection with a name of its own is ever asked which ids it has.
      part.script(
          """
          CREATE INDEX features_feature_id ON features (feature_id) WHERE feature_id IS NOT NULL
          """);
    }
    SealNote.leave(part, name, publication.fence(), cut);
    part.script(
        "DROP TABLE penstock_receipt; DROP TABLE penstock_column; DROP TABLE penstock_warning");
    part.script(TRIGGERS);
  }

  private static int types(Sqlite part) throws SQLException {
    return part.all("SELECT DISTINCT types FROM penstock_receipt", row -> row.getInt(1)).stream()
        .reduce(0, (a, b) -> a | b);
  }

  private static Bounds extent(Sqlite part) throws SQLException {
    return part.first(
            "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents",
            row -> SealedReading.bounds(row, 1))
        .orElseThrow();
  }

  private static void totals(Sqlite part, int types) throws SQLException {
    part.script(
        """
        INSERT INTO gpkg_ogr_contents
          SELECT 'features', coalesce(sum(features), 0) FROM penstock_receipt;
        UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) =
          (SELECT min(min_x), min(min_y), max(max_x), max(max_y) FROM penstock_receipt);
        UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now');
        """);
    part.change(
        "UPDATE gpkg_geometry_columns SET geometry_type_name = ?, z = ?, m = ?",
        GeometryTypes.name(types),
        GeometryTypes.z(types),
        GeometryTypes.m(types));
  }
}
