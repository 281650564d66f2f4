package dev.penstock.engine.sqlite;

import dev.penstock.engine.Turns.Place;
import dev.penstock.pipeline.Toll;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Counts what the rows say, for all that is counted in memory: when the engine opens, and after a
 * batch of unknown fate. Outside of transactions.
 */
final class Census {
  private static final String CHUNKS =
      "SELECT chunk.shelf, chunk.status, chunk.job, chunk.gate, chunk.weight, chunk.cost,"
          + " chunk.since, job.tenant, job.priority, plan.version FROM chunk LEFT JOIN job INDEXED BY"
          + " job_open ON job.key = chunk.job AND job.ended IS NULL LEFT JOIN plan"
          + " ON plan.id = job.plan WHERE chunk.status <> 7";

  private final Statements sql;
  private final Shelves shelves;
  private final OpenWork work;

  Census(Statements sql, Shelves shelves, OpenWork work) {
    this.sql = sql;
    this.shelves = shelves;
    this.work = work;
  }

  void take() throws SQLException {
    shelves.empty();
    work.empty();
    sql.each(CHUNKS, this::count);
    sql.each(
        "SELECT tenant, count(*), sum(bytes) FROM job INDEXED BY job_open WHERE ended IS NULL"
            + " GROUP BY tenant",
        row -> work.count(row.getString(1), row.getLong(2), 0, row.getLong(3)));
    shelves.keep();
  }

  private void count(ResultSet row) throws SQLException {
    Shelf shelf = shelves.byId(row.getLong(1));
    ChunkStatus status = ChunkStatus.of(row.getInt(2));
    if (!status.open()) {
      shelf.count(status);
      return;
    }
    String tenant = row.getString(8);
    work.count(tenant, 0, 1, 0);
    if (status == ChunkStatus.READY) {
      Optional<Toll> toll = Columns.toll(row, 4);
      var place = new Place<>(tenant, row.getInt(10), row.getInt(9), toll, row.getLong(3));
      shelf.countReady(place, Price.of(toll, row.getLong(6)), row.getLong(7));
    } else {
      shelf.count(status);
    }
  }
}
