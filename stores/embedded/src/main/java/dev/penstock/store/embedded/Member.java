package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.Publication;
import dev.penstock.job.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A part in the manifest of a collection.
 *
 * @param id in the catalog
 * @param features in the file
 * @param visible those of them that no later upsert hides, as of the newest generation
 * @param bounds of the visible ones
 */
record Member(
    long id,
    PartName name,
    Publication.Mode mode,
    long since,
    long features,
    long visible,
    Bounds bounds) {
  static final String COLUMNS =
      "id, job, round, mode, since, features, visible, min_x, min_y, max_x, max_y";

  static Member of(ResultSet row) throws SQLException {
    return new Member(
        row.getLong(1),
        new PartName(new JobId(row.getString(2)), row.getInt(3)),
        Publication.Mode.valueOf(row.getString(4)),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        SealedReading.bounds(row, 8));
  }
}
