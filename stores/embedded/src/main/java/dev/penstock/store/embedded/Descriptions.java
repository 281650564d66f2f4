package dev.penstock.store.embedded;

import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.geometry.store.Srs;
import dev.penstock.job.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads what collections are from the catalog. */
final class Descriptions {
  private static final String SELECT =
      """
      SELECT g.collection, g.number, g.features, min_x, min_y, max_x, max_y,
          authority, code, name, wkt, published, job
        FROM generation g
      """;
  private static final String HEADS =
      SELECT + " JOIN collection c ON c.id = g.collection AND c.generation = g.number ";

  private Descriptions() {}

  static Optional<Described> head(Sqlite catalog, String collection) throws SQLException {
    return catalog.first(HEADS + "WHERE c.id = ?", Descriptions::of, collection);
  }

  static Optional<Described> at(Sqlite catalog, String collection, long generation)
      throws SQLException {
    return catalog.first(
        SELECT + "WHERE g.collection = ? AND g.number = ?",
        Descriptions::of,
        collection,
        generation);
  }

  static List<Described> after(Sqlite catalog, String after, int limit) throws SQLException {
    return catalog.all(
        HEADS + "WHERE c.id > ? ORDER BY c.id LIMIT ?", Descriptions::of, after, limit);
  }

  private static Described of(ResultSet row) throws SQLException {
    return new Described(
        row.getString(1),
        row.getLong(2),
        row.getLong(3),
        SealedReading.bounds(row, 4),
        new Srs(row.getString(8), row.getInt(9), row.getString(10), row.getString(11)),
        Instant.ofEpochMilli(row.getLong(12)),
        new JobId(row.getString(13)));
  }
}
