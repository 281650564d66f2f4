package dev.penstock.engine.sqlite;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Coalescing;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineLimits.Load;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.job.JobId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Makes a job durable, and its first chunk when it may begin, or answers why not. */
final class Submitting {
  private static final Duration BUSY = Duration.ofSeconds(1);

  private final Tables tables;
  private final Entering entering;
  private final Endings endings;
  private final EngineLimits limits;

  Submitting(Tables tables, Entering entering, Endings endings, EngineLimits limits) {
    this.tables = tables;
    this.entering = entering;
    this.endings = endings;
    this.limits = limits;
  }

  Admission submit(Submission submission, long now) throws SQLException {
    Optional<Admission> known = known(submission);
    if (known.isPresent()) {
      return known.get();
    }
    JobRow last = tables.lines.last(submission);
    return last == null ? enter(submission, now) : meet(last, submission, now);
  }

  /** What becomes of a request that meets a job of its coalesce key. */
  private Admission meet(JobRow last, Submission submission, long now) throws SQLException {
    if (joins(submission)) {
      return new Admission.Joined(last.id);
    }
    if (last.begun()) {
      return enter(submission, now);
    }
    Optional<Admission> busy = busy(submission, new Load(1, 0, last.order.bytes()));
    if (busy.isPresent()) {
      return busy.get();
    }
    endings.supersede(last, submission.id(), now);
    for (JobRow next : tables.lines.leave(last)) {
      entering.begin(next, now);
    }
    return accept(submission, now);
  }

  private Admission enter(Submission submission, long now) throws SQLException {
    Optional<Admission> busy = busy(submission, Load.NOTHING);
    return busy.isPresent() ? busy.get() : accept(submission, now);
  }

  private Admission accept(Submission submission, long now) throws SQLException {
    entering.admit(submission, now);
    return new Admission.Accepted(submission.id());
  }

  private Optional<Admission> busy(Submission submission, Load less) {
    String broken = tables.work.brokenBy(limits, submission, less);
    return broken.isEmpty() ? Optional.empty() : Optional.of(new Admission.Busy(BUSY, broken));
  }

  private Optional<Admission> known(Submission submission) throws SQLException {
    if (submission.sameAs().isPresent()) {
      Idempotency asked = submission.sameAs().get();
      Optional<Admission> known =
          tables.sql.first(
              "SELECT k.hash, j.id FROM job_key k JOIN job j ON j.key = k.job"
                  + " WHERE k.tenant = ? AND k.idempotency_key = ?",
              row -> answer(asked, row.getString(1), new JobId(row.getString(2))),
              submission.tenant(),
              asked.key());
      if (known.isPresent()) {
        return known;
      }
    }
    if (tables.jobs.keyOf(submission.id()).isPresent()) {
      throw new IllegalArgumentException("there is a job " + submission.id() + " already");
    }
    return Optional.empty();
  }

  private static Admission answer(Idempotency asked, String hash, JobId job) {
    return asked.hash().equals(hash) ? new Admission.Existing(job) : new Admission.Conflict(job);
  }

  private static boolean joins(Submission submission) {
    return submission.terms().coalescing().orElseThrow().mode() == Coalescing.Mode.JOIN;
  }
}
