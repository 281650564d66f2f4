package dev.penstock.engine.sqlite;

import dev.penstock.engine.Submission;
import dev.penstock.engine.sqlite.Groups.Birth;
import dev.penstock.engine.sqlite.Held.Spot;
import dev.penstock.job.JobId;
import java.sql.SQLException;
import java.util.ArrayDeque;
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

  private final Statements sql;
  private final PlanRows plans;
  private final JobTable table;
  private final Batch batch;
  private final Map<Long, JobRow> held = new LinkedHashMap<>(256, 0.75f, true);
  private final List<JobRow> changed = new ArrayList<>();
  private final ArrayDeque<JobRow> ended = new ArrayDeque<>();
  private final JobKeys keys;

  JobRows(Statements sql, PlanRows plans, Batch batch) {
    this.sql = sql;
    this.plans = plans;
    this.table = new JobTable(sql, plans, batch);
    this.batch = batch;
    this.keys = new JobKeys(sql);
  }

  Optional<Long> keyOf(JobId id) throws SQLException {
    return table.keyOf(id);
  }

  /** The job, to look at. */
  JobRow get(long key) throws SQLException {
    JobRow job = held.get(key);
    if (job == null) {
      job = table.load(key).orElseThrow(() -> new IllegalStateException("no job " + key));
      held.put(key, job);
    }
    return job;
  }

  /** The job, to change: it is written with the batch, or forgotten. Rings for it as well. */
  JobRow change(long key, long nowMicros) throws SQLException {
    JobRow job = get(key);
    if (!job.changed) {
      job.changed = true;
      changed.add(job);
      batch.changed(job.id);
    }
    job.updated = nowMicros;
    return job;
  }

  /** A new job in memory; {@link #insert} stores it, once its first chunk and event are there. */
  JobRow create(Submission submission, long nowMicros) throws SQLException {
    PlanRow plan = plans.of(submission.plan(), batch);
    var job = new JobRow(keys.next(submission.id()), Order.of(submission, plan));
    for (int i = 0; i < plan.size(); i++) {
      job.stages[i] = new StageRow();
    }
    job.updated = nowMicros;
    held.put(job.key, job);
    return job;
  }

  void insert(JobRow job, Submission submission) throws SQLException {
    new OrderRow(sql).insert(job, submission);
    batch.changed(job.id);
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

  /** Notes a job that has ended in the verb in hand. */
  void ended(JobRow job) {
    ended.add(job);
  }

  /** The next job that has ended, each once; null: no more. */
  @Nullable JobRow nextEnded() {
    return ended.poll();
  }

  /** Takes the job out of all tables. */
  void delete(JobRow job) throws SQLException {
    table.delete(job);
    changed.remove(job);
    held.remove(job.key);
    batch.changed(job.id);
  }

  /** Writes what changed, inside the batch's transaction. */
  void save() throws SQLException {
    for (JobRow job : changed) {
      table.save(job);
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
    ended.clear();
    keys.forget();
  }
}
