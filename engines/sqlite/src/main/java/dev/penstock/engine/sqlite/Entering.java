package dev.penstock.engine.sqlite;

import dev.penstock.blob.Payload;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.sqlite.Held.Spot;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Toll;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets jobs in, whatever the limits, and gives them their first chunk when they have their turn.
 */
final class Entering {
  private static final Spot FIRST = new Spot(0, "", 0);

  private final Tables tables;

  Entering(Tables tables) {
    this.tables = tables;
  }

  void admit(Submission submission, long now) throws SQLException {
    JobRow job = tables.jobs.create(submission, now);
    tables.work.opened(job.order);
    JobRow before = tables.lines.enter(job);
    tables.timeline.milestone(job, now, Kind.ACCEPTED, text(submission.plan(), before));
    if (before == null) {
      tables.chunks.add(job, FIRST, first(submission.payload(), submission.terms().toll()), now);
    }
    tables.jobs.insert(job, submission);
    tables.followUps.insert(job, submission.terms().followUps());
  }

  private static String text(Plan plan, @Nullable JobRow before) {
    return before == null
        ? EventTexts.accepted(plan.pipeline(), plan.version())
        : EventTexts.waits(plan.pipeline(), plan.version(), before.id);
  }

  /** Gives its first chunk to a job that waited in line. */
  void begin(JobRow job, long now) throws SQLException {
    Spawn first =
        tables
            .sql
            .first(
                "SELECT blob, job.bytes, blob_digest, job_bytes.bytes, gate, weight FROM job"
                    + " LEFT JOIN job_bytes ON job_bytes.job = job.key WHERE key = ?",
                Entering::first,
                job.key)
            .orElseThrow();
    tables.chunks.add(tables.jobs.change(job.key, now), FIRST, first, now);
  }

  private static Spawn first(ResultSet row) throws SQLException {
    return first(Columns.payload(row, 1), Columns.toll(row, 5));
  }

  private static Spawn first(Payload payload, Optional<Toll> toll) {
    return new Spawn(payload, Tally.ZERO, "", toll);
  }
}
