package dev.penstock.store.embedded;

import dev.penstock.geometry.store.FeatureRow;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** All rows of one sealed part in their order, on a connection of its own. One thread. */
final class PartRows implements AutoCloseable {
  private final Sqlite part;
  private final ResultSet results;

  PartRows(Path file) throws SQLException {
    this.part = Sqlite.openImmutable(file, "query_only = ON", "cache_size = -2000");
    this.results =
        part.prepare("SELECT fid, feature_id, properties, geom FROM features ORDER BY fid")
            .executeQuery();
  }

  @Nullable FeatureRow next() throws SQLException {
    return results.next() ? PartReader.row(results) : null;
  }

  @Override
  public void close() throws SQLException {
    try (part) {
      results.close();
    }
  }
}
