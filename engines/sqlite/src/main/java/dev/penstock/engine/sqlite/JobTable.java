package dev.penstock.engine.sqlite;

import dev.penstock.engine.Tolerance;
import dev.penstock.engine.sqlite.Groups.Birth;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of jobs, statement by statement. {@link JobRows} holds what it says in memory. */
final class JobTable {
  private static final String LOAD =
      "SELECT key, id, tenant, plan, inputs, bytes, priority, lane, coalesce_key, tolerated_items,"
          + " tolerated_share, parent, follow_ups, state, started, updated, ended, items, ok,"
          + " repaired, rejected, dead, duplicates, round, chunks, letters, events, anomalies,"
          + " results, grouped, problem, detail, stages, barriers, rounds FROM job WHERE key = ?";

  private static final String WORK =
      "updated = ?, items = ?, ok = ?, repaired = ?, rejected = ?, dead = ?, duplicates = ?,"
          + " round = ?, chunks = ?, events = ?, anomalies = ?, results = ?, grouped = ?,"
          + " stages = ?, barriers = ?, rounds = ? WHERE key = ?";

  private static final String SAVE = "UPDATE job SET " + WORK;

  /** The columns that an index knows of are written only when they change. */
  private static final String SAVE_ALL =
      "UPDATE job SET state = ?, started = ?, ended = ?, letters = ?, problem = ?, detail = ?, "
          + WORK;

  private static final int SELDOM = 6;
  private static final int OFTEN = 17;

  private final Statements sql;
  private final PlanRows plans;
  private final Batch batch;

  JobTable(Statements sql, PlanRows plans, Batch batch) {
    this.sql = sql;
    this.plans = plans;
    this.batch = batch;
  }

  Optional<Long> keyOf(JobId id) throws SQLException {
    return sql.first("SELECT key FROM job WHERE id = ?", row -> row.getLong(1), id.value());
  }

  Optional<JobRow> load(long key) throws SQLException {
    Optional<JobRow> job = sql.first(LOAD, this::read, key);
    if (job.isPresent()) {
      readGroups(job.get());
    }
    return job;
  }

  void save(JobRow job) throws SQLException {
    if (job.turned) {
      var values = new @Nullable Object[SELDOM + OFTEN];
      Problem failure = job.failure;
      values[0] = job.state.name();
      values[1] = job.started;
      values[2] = job.ended;
      values[3] = job.letters;
      values[4] = failure == null ? null : failure.code();
      values[5] = failure == null ? null : failure.detail();
      work(job, values, SELDOM);
      sql.update(SAVE_ALL, values);
      job.turned = false;
    } else {
      var values = new @Nullable Object[OFTEN];
      work(job, values, 0);
      sql.update(SAVE, values);
    }
    for (Map.Entry<BarrierRow, RoundRow> each : job.takeChangedGroups().entrySet()) {
      saveGroup(job, each.getValue(), each.getKey());
    }
  }

  private static void work(JobRow job, @Nullable Object[] values, int first) {
    Tally settled = job.settled;
    int at = first;
    values[at++] = job.updated;
    values[at++] = job.in;
    values[at++] = settled.ok();
    values[at++] = settled.repaired();
    values[at++] = settled.rejected();
    values[at++] = settled.dead();
    values[at++] = settled.duplicates();
    values[at++] = job.round;
    values[at++] = job.chunks;
    values[at++] = job.events;
    values[at++] = job.anomalies;
    values[at++] = job.results;
    values[at++] = job.grouped;
    values[at++] = job.stagesText();
    values[at++] = job.barriersText();
    values[at++] = job.roundsText();
    values[at] = job.key;
  }

  private void saveGroup(JobRow job, RoundRow round, BarrierRow row) throws SQLException {
    sql.update(
        "INSERT OR REPLACE INTO barrier(job, round, stage, grp, flags, open, ok, repaired,"
            + " duplicates, n) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        job.key,
        round.number,
        row.stage,
        row.group,
        row.flags(),
        row.open,
        row.passed.ok(),
        row.passed.repaired(),
        row.passed.duplicates(),
        row.n);
  }

  /** Takes the job out of all tables. */
  void delete(JobRow job) throws SQLException {
    for (String table :
        List.of(
            "job_bytes",
            "job_key",
            "follow_up",
            "birth",
            "barrier",
            "chunk",
            "event",
            "reject",
            "result")) {
      sql.update("DELETE FROM " + table + " WHERE job = ?", job.key);
    }
    sql.update("DELETE FROM job WHERE key = ?", job.key);
  }

  private JobRow read(ResultSet row) throws SQLException {
    var job = new JobRow(row.getLong(1), order(row));
    job.state = JobState.valueOf(row.getString(14));
    job.started = longOrNull(row, 15);
    job.updated = row.getLong(16);
    job.ended = longOrNull(row, 17);
    job.in = row.getLong(18);
    job.settled = Columns.tally(row, 19);
    job.round = row.getInt(24);
    job.chunks = row.getLong(25);
    job.letters = row.getLong(26);
    job.events = row.getLong(27);
    job.anomalies = row.getLong(28);
    job.results = row.getLong(29);
    job.grouped = row.getLong(30);
    job.failure = Columns.problem(row, 31);
    job.readStages(row.getString(33));
    job.readRounds(row.getString(35), row.getString(34));
    return job;
  }

  private Order order(ResultSet row) throws SQLException {
    String parent = row.getString(12);
    return new Order(
        new JobId(row.getString(2)),
        row.getString(3),
        plans.byId(row.getLong(4), batch),
        new InputValues(Json.textMap(row.getString(5))),
        row.getLong(6),
        new Order.Standing(
            row.getInt(7),
            row.getString(8),
            row.getString(9),
            tolerance(row, 10),
            parent == null ? null : new JobId(parent),
            row.getInt(13)));
  }

  /** Two columns: items and share; null for any. */
  private static Tolerance tolerance(ResultSet row, int first) throws SQLException {
    long items = row.getLong(first);
    return row.wasNull() ? Tolerance.ANY : new Tolerance(items, row.getDouble(first + 1));
  }

  private void readGroups(JobRow job) throws SQLException {
    if (job.grouped == 0) {
      return;
    }
    sql.list(
        "SELECT grp, stage, parent FROM birth WHERE job = ?",
        row -> job.groups.add(row.getString(1), new Birth(row.getInt(2), row.getString(3))),
        job.key);
    sql.list(
        "SELECT round, stage, grp, flags, open, ok, repaired, duplicates, n FROM barrier"
            + " WHERE job = ? ORDER BY n",
        row -> {
          var barrier = new BarrierRow(row.getInt(2), row.getString(3), row.getLong(9));
          barrier.restore(
              row.getLong(4),
              row.getLong(5),
              new Tally(row.getLong(6), row.getLong(7), 0, 0, row.getLong(8)));
          job.round(row.getInt(1)).put(barrier);
          return barrier;
        },
        job.key);
  }

  private static @Nullable Long longOrNull(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
