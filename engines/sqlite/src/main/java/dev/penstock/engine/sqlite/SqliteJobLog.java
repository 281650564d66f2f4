package dev.penstock.engine.sqlite;

import dev.penstock.engine.DeadLetters;
import dev.penstock.engine.Durability;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.StageGauge;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.Rejects;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads of a {@link SqliteEngine}, each from one picture of the database. */
final class SqliteJobLog implements JobLog {
  private final Readers readers;
  private final Shelves shelves;
  private final InstantSource clock;
  private final JobViews views;
  private final DeadLetters deadLetters;

  SqliteJobLog(Readers readers, Shelves shelves, Leases leases, InstantSource clock) {
    this.views = new JobViews(leases);
    this.readers = readers;
    this.shelves = shelves;
    this.clock = clock;
    this.deadLetters = new SqliteDeadLetters(readers);
  }

  @Override
  public Optional<Job> job(JobId id) {
    return readers.read(
        sql -> {
          List<Job> found = views.read(sql, "WHERE job.id = ?", id.value());
          return found.stream().findFirst();
        });
  }

  @Override
  public List<Job> jobs(JobQuery query) {
    var where = new StringBuilder("WHERE job.tenant = ?");
    var parameters = new ArrayList<@Nullable Object>();
    parameters.add(query.tenant());
    query
        .pipeline()
        .ifPresent(
            pipeline -> {
              where.append(" AND job.plan IN (SELECT id FROM plan WHERE pipeline = ?)");
              parameters.add(pipeline);
            });
    if (!query.states().isEmpty()) {
      where.append(" AND instr(?, job.state)");
      parameters.add(String.join(",", query.states().stream().map(JobState::name).toList()));
    }
    query
        .before()
        .ifPresent(
            id -> {
              where.append(" AND job.id < ?");
              parameters.add(id.value());
            });
    query
        .endedBefore()
        .ifPresent(
            end -> {
              where.append(" AND job.ended < ?");
              parameters.add(Micros.of(end));
            });
    where.append(" ORDER BY job.id DESC LIMIT ?");
    parameters.add(query.limit());
    return readers.read(sql -> views.read(sql, where.toString(), parameters.toArray()));
  }

  @Override
  public List<JobEvent> events(JobId job, long after, int max) {
    return readers.read(
        sql ->
            sql.list(
                "SELECT seq, at, kind, text, stage, chunk, attempt, fence, problem, detail"
                    + " FROM event WHERE job = (SELECT key FROM job WHERE id = ?) AND seq > ?"
                    + " ORDER BY seq LIMIT ?",
                SqliteJobLog::event,
                job.value(),
                after,
                max));
  }

  private static JobEvent event(ResultSet row) throws SQLException {
    String stage = row.getString(5);
    Optional<JobEvent.Place> place =
        stage == null
            ? Optional.empty()
            : Optional.of(new JobEvent.Place(stage, row.getLong(6), row.getInt(7), row.getLong(8)));
    return new JobEvent(
        row.getLong(1),
        Micros.instant(row.getLong(2)),
        JobEvent.Kind.valueOf(row.getString(3)),
        place,
        row.getString(4),
        Optional.ofNullable(Columns.problem(row, 9)));
  }

  @Override
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /** At most {@code max} chunks, each with all that it has. */
  @Override
  public List<ChunkRejects> rejects(JobId job, long after, int max) {
    return readers.read(
        sql ->
            sql.list(
                "SELECT stage, chunk, blob, blob_length, blob_digest, by_code FROM reject"
                    + " WHERE job = (SELECT key FROM job WHERE id = ?1) AND chunk IN"
                    + " (SELECT DISTINCT chunk FROM reject"
                    + " WHERE job = (SELECT key FROM job WHERE id = ?1) AND chunk > ?2"
                    + " ORDER BY chunk LIMIT ?3) ORDER BY chunk, n",
                row ->
                    new ChunkRejects(
                        row.getString(1),
                        row.getLong(2),
                        new Rejects(Columns.blob(row, 3), Json.numberMap(row.getString(6)))),
                job.value(),
                after,
                max));
  }

  /** A job that ended before a time was made before it: the ids bound what is looked at. */
  @Override
  public List<JobId> expired(Instant endedBefore, int max) {
    return readers.read(
        sql ->
            sql.list(
                "SELECT id FROM job WHERE id < ? AND ended < ? ORDER BY id LIMIT ?",
                row -> new JobId(row.getString(1)),
                JobId.firstAt(endedBefore).value(),
                Micros.of(endedBefore),
                max));
  }

  @Override
  public Durability durability() {
    return Durability.POWER;
  }

  @Override
  public List<StageGauge> gauges() {
    return shelves.gauges(clock.instant());
  }
}
