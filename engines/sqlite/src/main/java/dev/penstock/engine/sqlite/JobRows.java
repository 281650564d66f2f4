package dev.penstock.engine.sqlite;

import dev.penstock.engine.Submission;
import dev.penstock.engine.sqlite.Groups.Birth;
import dev.penstock.engine.sqlite.Held.Spot;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jobs at work, held in memory while they are, and written once for each batch that changed
 * them. Used by the writer thread.
 */
final class JobRows {
  /** A few kilobytes each. */
  private static final int MOST_HELD = 4_096;

  private static final String LOAD =
      "SELECT key, id, tenant, plan, inputs, state, started, updated, ended, items, ok, repaired,"
          + " rejected, dead, duplicates, round, chunks, events, anomalies, results, grouped,"
          + " problem, detail, stages, barriers, rounds FROM job WHERE key = ?";

  private static final String SAVE =
      "UPDATE job SET state = ?, started = ?, updated = ?, ended = ?, items = ?, ok = ?,"
          + " repaired = ?, rejected = ?, dead = ?, duplicates = ?, round = ?, chunks = ?,"
          + " events = ?, anomalies = ?, results = ?, grouped = ?, problem = ?, detail = ?,"
          + " stages = ?, barriers = ?, rounds = ? WHERE key = ?";

  private final Statements sql;
  private final PlanRows plans;
  private final Batch batch;
  private final Map<Long, JobRow> held = new LinkedHashMap<>(256, 0.75f, true);
  private final List<JobRow> changed = new ArrayList<>();
  private final JobKeys keys;
  private long open;

  JobRows(Statements sql, PlanRows plans, Batch batch) throws SQLException {
    this.sql = sql;
    this.plans = plans;
    this.batch = batch;
    this.keys = new JobKeys(sql);
    recount();
  }

  /** Jobs that have not ended. */
  long open() {
    return open;
  }

  void countOpen(long more) {
    open += more;
    batch.onUndo(() -> open -= more);
  }

  /** Outside of transactions. */
  void recount() throws SQLException {
    forget();
    open = sql.number("SELECT count(*) FROM job WHERE ended IS NULL");
  }

  Optional<Long> keyOf(JobId id) throws SQLException {
    return sql.first("SELECT key FROM job WHERE id = ?", row -> row.getLong(1), id.value());
  }

  /** The job, to look at. */
  JobRow get(long key) throws SQLException {
    JobRow job = held.get(key);
    if (job == null) {
      job =
          sql.first(LOAD, this::read, key)
              .orElseThrow(() -> new IllegalStateException("no job " + key));
      readGroups(job);
      held.put(key, job);
    }
    return job;
  }

  /** The job, to change: it is written with the batch, or forgotten. Rings for it as well. */
  JobRow change(long key, long nowMicros) throws SQLException {
    JobRow job = get(key);
    noteChanged(job);
    job.updated = nowMicros;
    return job;
  }

  private void noteChanged(JobRow job) {
    if (!job.changed) {
      job.changed = true;
      changed.add(job);
      batch.changed(job.id);
    }
  }

  /** A new job in memory; {@link #insert} stores it, once its first chunk and event are there. */
  JobRow create(Submission order, long nowMicros) throws SQLException {
    PlanRow plan = plans.of(order.plan(), batch);
    var job = new JobRow(keys.next(order.id()), order.id(), order.tenant(), plan, order.inputs());
    for (int i = 0; i < plan.size(); i++) {
      job.stages[i] = new StageRow();
    }
    job.updated = nowMicros;
    return job;
  }

  void insert(JobRow job, Submission order) throws SQLException {
    new OrderRow(sql).insert(job, order);
    held.put(job.key, job);
    batch.changed(job.id);
    countOpen(1);
  }

  /** Notes where a new group begins. */
  void admitGroup(JobRow job, String group, Spot from) throws SQLException {
    Birth birth = Groups.birthBy(from);
    if (job.groups.add(group, birth)) {
      sql.update(
          "INSERT INTO birth(job, grp, stage, parent) VALUES (?, ?, ?, ?)",
          job.key,
          group,
          birth.stage(),
          birth.parent());
    }
  }

  /** Drops the counts of rounds that nothing will ever wait for again. */
  void forgetRounds(JobRow job) throws SQLException {
    job.rounds.clear();
    job.takeChangedGroups();
    if (job.grouped > 0) {
      sql.update("DELETE FROM barrier WHERE job = ?", job.key);
    }
  }

  /** Takes the job out of all tables. */
  void delete(JobRow job) throws SQLException {
    for (String table :
        List.of("job_bytes", "job_key", "birth", "barrier", "chunk", "event", "reject", "result")) {
      sql.update("DELETE FROM " + table + " WHERE job = ?", job.key);
    }
    sql.update("DELETE FROM job WHERE key = ?", job.key);
    changed.remove(job);
    held.remove(job.key);
    batch.changed(job.id);
  }

  /** Writes what changed, inside the batch's transaction. */
  void save() throws SQLException {
    for (JobRow job : changed) {
      save(job);
      job.changed = false;
    }
  }

  /** The batch is committed. */
  void keep() {
    changed.clear();
    Iterator<JobRow> eldest = held.values().iterator();
    while (held.size() > MOST_HELD) {
      eldest.next();
      eldest.remove();
    }
  }

  /** The batch was taken back: what it changed is read again when it is asked for. */
  void forget() {
    held.clear();
    changed.clear();
    keys.forget();
  }

  private void save(JobRow job) throws SQLException {
    Tally settled = job.settled;
    Problem failure = job.failure;
    sql.update(
        SAVE,
        job.state.name(),
        job.started,
        job.updated,
        job.ended,
        job.in,
        settled.ok(),
        settled.repaired(),
        settled.rejected(),
        settled.dead(),
        settled.duplicates(),
        job.round,
        job.chunks,
        job.events,
        job.anomalies,
        job.results,
        job.grouped,
        failure == null ? null : failure.code(),
        failure == null ? null : failure.detail(),
        job.stagesText(),
        job.barriersText(),
        job.roundsText(),
        job.key);
    for (Map.Entry<BarrierRow, RoundRow> each : job.takeChangedGroups().entrySet()) {
      saveGroup(job, each.getValue(), each.getKey());
    }
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

  private JobRow read(ResultSet row) throws SQLException {
    var job =
        new JobRow(
            row.getLong(1),
            new JobId(row.getString(2)),
            row.getString(3),
            plans.byId(row.getLong(4), batch),
            new InputValues(Json.textMap(row.getString(5))));
    job.state = JobState.valueOf(row.getString(6));
    job.started = longOrNull(row, 7);
    job.updated = row.getLong(8);
    job.ended = longOrNull(row, 9);
    job.in = row.getLong(10);
    job.settled = Columns.tally(row, 11);
    job.round = row.getInt(16);
    job.chunks = row.getLong(17);
    job.events = row.getLong(18);
    job.anomalies = row.getLong(19);
    job.results = row.getLong(20);
    job.grouped = row.getLong(21);
    job.failure = Columns.problem(row, 22);
    job.readStages(row.getString(24));
    job.readRounds(row.getString(26), row.getString(25));
    return job;
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
