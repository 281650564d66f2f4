package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Srs;
import dev.penstock.job.JobId;
import java.sql.SQLException;
import java.time.Instant;

/** Writes down what a collection came to. Runs inside a catalog transaction. */
final class Generations {
  private Generations() {}

  /**
   * A generation about to be written; its count and box are those of the parts in it.
   *
   * @param by the job of its last publication
   */
  record Next(String collection, long number, JobId by, Instant published, Srs srs) {}

  /** Adds a generation, and forgets the one before the last; how many features it has. */
  static long settle(Sqlite catalog, Next next) throws SQLException {
    String collection = next.collection();
    catalog.change(
        """
        INSERT INTO generation
          SELECT ?, ?, ?, ?, sum(visible), min(min_x), min(min_y), max(max_x), max(max_y),
              ?, ?, ?, ?
            FROM part WHERE collection = ? AND until = ?
        """,
        collection,
        next.number(),
        next.by().value(),
        next.published().toEpochMilli(),
        next.srs().authority(),
        next.srs().code(),
        next.srs().name(),
        next.srs().wkt(),
        collection,
        Catalog.NEVER);
    catalog.change(
        "DELETE FROM generation WHERE collection = ? AND number < ?",
        collection,
        next.number() - 1);
    catalog.change(
        "DELETE FROM shadow WHERE part IN (SELECT id FROM part WHERE collection = ? AND until = ?)",
        collection,
        next.number() - 1);
    return Descriptions.at(catalog, collection, next.number()).orElseThrow().features();
  }
}
