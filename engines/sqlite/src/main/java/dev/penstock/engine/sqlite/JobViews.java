package dev.penstock.engine.sqlite;

import dev.penstock.engine.Plan;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobResult;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads jobs as the world sees them. Thread-safe. */
final class JobViews {
  private static final String SELECT =
      "SELECT job.id, job.tenant, job.name, job.inputs, job.blob, job.bytes, job.blob_digest,"
          + " job_bytes.bytes, job.state, job.accepted, job.started, job.updated, job.ended,"
          + " job.items, job.ok, job.repaired, job.rejected, job.dead, job.duplicates, job.problem,"
          + " job.detail, job.stages, job.plan, job.results, job.key, job.round, job.priority,"
          + " job.lane, job.parent FROM job LEFT JOIN job_bytes ON job_bytes.job = job.key ";

  private final Leases leases;

  /** Plans never change once they are stored. */
  private final Map<Long, Plan> plans = new ConcurrentHashMap<>();

  JobViews(Leases leases) {
    this.leases = leases;
  }

  List<Job> read(Statements sql, String where, @Nullable Object... parameters) throws SQLException {
    return sql.list(SELECT + where, row -> job(sql, row), parameters);
  }

  private Job job(Statements sql, ResultSet row) throws SQLException {
    Plan plan = plan(sql, row.getLong(23));
    List<JobResult> results = row.getLong(24) == 0 ? List.of() : results(sql, row.getLong(25));
    return new Job(
        new JobId(row.getString(1)),
        new Job.Order(
            row.getString(2),
            plan.pipeline(),
            plan.version(),
            row.getString(3),
            Json.textMap(row.getString(4)),
            Columns.payload(row, 5),
            ties(row)),
        JobState.valueOf(row.getString(9)),
        new Job.Times(
            Micros.instant(row.getLong(10)),
            instant(row, 11),
            Micros.instant(row.getLong(12)),
            instant(row, 13)),
        row.getLong(14),
        Columns.tally(row, 15),
        stages(plan, new JobId(row.getString(1)), row.getString(22)),
        new Job.Outcome(row.getInt(26), results, Columns.problem(row, 20)));
  }

  private static Job.Ties ties(ResultSet row) throws SQLException {
    return new Job.Ties(
        row.getInt(27),
        Optional.ofNullable(row.getString(28)),
        Optional.ofNullable(row.getString(29)).map(JobId::new));
  }

  private Plan plan(Statements sql, long id) throws SQLException {
    Plan known = plans.get(id);
    if (known == null) {
      known = PlanRows.read(sql, id);
      plans.put(id, known);
    }
    return known;
  }

  private List<StageProgress> stages(Plan plan, JobId job, String json) {
    var stages = new ArrayList<StageProgress>();
    Map<Integer, Long> underway = null;
    for (long[] row : Json.rows(json, StageRow.WIDTH)) {
      StageRow stage = StageRow.read(row);
      if (underway == null && stage.chunks(ChunkStatus.RUNNING) > 0) {
        underway = leases.underway(job);
      }
      long through = underway == null ? 0 : underway.getOrDefault(stages.size(), 0L);
      stages.add(stage.progress(plan.stages().get(stages.size()).name(), through));
    }
    return stages;
  }

  private static List<JobResult> results(Statements sql, long job) throws SQLException {
    return sql.list(
        "SELECT name, media, href, blob, blob_length, blob_digest FROM result WHERE job = ?"
            + " ORDER BY n",
        row -> {
          String href = row.getString(3);
          return href != null
              ? new JobResult.Link(row.getString(1), row.getString(2), href)
              : new JobResult.Stored(row.getString(1), row.getString(2), Columns.blob(row, 4));
        },
        job);
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? null : Micros.instant(micros);
  }
}
