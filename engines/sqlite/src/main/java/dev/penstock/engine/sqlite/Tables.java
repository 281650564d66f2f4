package dev.penstock.engine.sqlite;

import dev.penstock.engine.EngineLimits;
import java.sql.SQLException;

/** All that the writer thread works with, on its one connection. */
final class Tables {
  final Statements sql;
  final Batch batch = new Batch();
  final Shelves shelves;
  final GateRows gates;
  final OpenWork work = new OpenWork(batch);
  final JobRows jobs;
  final LineRows lines;
  final FollowUpRows followUps;
  final ChunkRows chunkRows;
  final ClaimRows claimRows;
  final Leases leases = new Leases();
  final FenceRow fences;
  final Timeline timeline;
  final OutcomeRows outcomes;
  final Remnants remnants;
  final Chunks chunks;

  private final Census census;

  Tables(Statements sql, EngineLimits limits) throws SQLException {
    this.sql = sql;
    this.shelves = new Shelves(sql);
    this.gates = new GateRows(sql, shelves, batch);
    var plans = new PlanRows(sql, shelves);
    this.jobs = new JobRows(sql, plans, batch);
    this.lines = new LineRows(sql, jobs);
    this.followUps = new FollowUpRows(sql, plans, batch);
    this.chunkRows = new ChunkRows(sql);
    this.claimRows = new ClaimRows(sql);
    this.fences = new FenceRow(sql, batch);
    this.timeline = new Timeline(sql, limits);
    this.outcomes = new OutcomeRows(sql);
    this.remnants = new Remnants(chunkRows, batch);
    this.chunks = new Chunks(chunkRows, leases, gates, work, remnants);
    this.census = new Census(sql, shelves, work);
    recount();
  }

  /** Writes what the batch changed in memory, inside its transaction. */
  void save() throws SQLException {
    jobs.save();
    gates.save();
  }

  /** The batch is committed: what it changed in memory stands. */
  void keep() {
    jobs.keep();
    gates.keep();
    shelves.keep();
  }

  /** Counts everything anew that memory has counted. Outside of transactions. */
  void recount() throws SQLException {
    jobs.forget();
    remnants.correctAll();
    census.take();
    if (!leases.isEmpty()) {
      leases.settle(chunkRows.running());
    }
    gates.recount(leases.all());
  }

  /** The batch was rolled back: memory follows. */
  void forget() {
    batch.takeBack();
    batch.clear();
    gates.forget();
    jobs.forget();
    shelves.forget();
  }
}
