package dev.penstock.engine.sqlite;

import dev.penstock.engine.EngineLimits;
import java.sql.SQLException;

/** All that the writer thread works with, on its one connection. */
final class Tables {
  final Statements sql;
  final Batch batch = new Batch();
  final Lanes lanes;
  final JobRows jobs;
  final ChunkRows chunkRows;
  final Leases leases = new Leases();
  final FenceRow fences;
  final Timeline timeline;
  final OutcomeRows outcomes;
  final Chunks chunks;

  Tables(Statements sql, EngineLimits limits) throws SQLException {
    this.sql = sql;
    this.lanes = new Lanes(sql);
    this.jobs = new JobRows(sql, new PlanRows(sql, lanes), batch);
    this.chunkRows = new ChunkRows(sql);
    this.fences = new FenceRow(sql, batch);
    this.timeline = new Timeline(sql, limits);
    this.outcomes = new OutcomeRows(sql);
    this.chunks = new Chunks(chunkRows, leases, batch);
  }

  /** The batch is committed: what it changed in memory stands. */
  void keep() {
    jobs.keep();
    lanes.keep();
  }

  /** Counts everything anew that memory has counted. Outside of transactions. */
  void recount() throws SQLException {
    jobs.recount();
    lanes.recount();
  }

  /** The batch was rolled back: memory follows. */
  void forget() {
    batch.takeBack();
    batch.clear();
    jobs.forget();
    lanes.forget();
  }
}
