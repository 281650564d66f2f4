package dev.penstock.engine.sqlite;

import dev.penstock.engine.Admission;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.engine.sqlite.Held.Spot;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Makes a job and its first chunk durable, or answers why not. */
final class Submitting {
  private static final Duration BUSY = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final EngineLimits limits;

  Submitting(InstantSource clock, EngineLimits limits) {
    this.clock = clock;
    this.limits = limits;
  }

  Admission submit(Tables tables, Submission order) throws SQLException {
    Optional<Admission> known = known(tables, order);
    if (known.isPresent()) {
      return known.get();
    }
    if (tables.jobs.open() >= limits.openJobs()) {
      return new Admission.Busy(BUSY, "jobs");
    }
    long now = Micros.of(clock.instant());
    JobRow job = tables.jobs.create(order, now);
    tables.timeline.milestone(
        job,
        now,
        Kind.ACCEPTED,
        EventTexts.accepted(order.plan().pipeline(), order.plan().version()));
    tables.chunks.add(job, new Spot(0, "", 0), Tally.ZERO, order.payload(), now);
    tables.jobs.insert(job, order);
    return new Admission.Accepted(order.id());
  }

  private static Optional<Admission> known(Tables tables, Submission order) throws SQLException {
    if (order.sameAs().isPresent()) {
      Idempotency asked = order.sameAs().get();
      Optional<Admission> known =
          tables.sql.first(
              "SELECT k.hash, j.id FROM job_key k JOIN job j ON j.key = k.job"
                  + " WHERE k.tenant = ? AND k.idempotency_key = ?",
              row -> answer(asked, row.getString(1), new JobId(row.getString(2))),
              order.tenant(),
              asked.key());
      if (known.isPresent()) {
        return known;
      }
    }
    if (tables.jobs.keyOf(order.id()).isPresent()) {
      throw new IllegalArgumentException("there is a job " + order.id() + " already");
    }
    return Optional.empty();
  }

  private static Admission answer(Idempotency asked, String hash, JobId job) {
    return asked.hash().equals(hash) ? new Admission.Existing(job) : new Admission.Conflict(job);
  }
}
