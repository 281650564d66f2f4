package dev.penstock.engine.sqlite;

import dev.penstock.engine.EngineProblems;
import dev.penstock.engine.EventTexts;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How jobs end. After each of these {@code in == settled.in()}. */
final class Endings {
  private final Tables tables;

  Endings(Tables tables) {
    this.tables = tables;
  }

  /** All chunks have ended: well, unless nothing came through, or too little. */
  void finish(JobRow job, long now) throws SQLException {
    if (job.in > 0 && job.settled.passed() == 0) {
      Problem problem = EngineProblems.nothingSucceeded(job.in);
      end(job, JobState.FAILED, problem, now);
      tables.timeline.failed(job, now, problem);
      tables.jobs.forgetRounds(job);
    } else if (!failsBeyondTolerance(job, now)) {
      end(job, JobState.SUCCESSFUL, null, now);
      tables.timeline.milestone(job, now, Kind.SUCCEEDED, EventTexts.succeeded(job.settled));
      tables.jobs.forgetRounds(job);
    }
  }

  /** Fails a job that has lost more than it may; whether it did. */
  boolean failsBeyondTolerance(JobRow job, long now) throws SQLException {
    boolean beyond = job.order.standing().tolerance().exceededBy(job.settled, job.in);
    if (beyond) {
      fail(job, EngineProblems.beyondTolerance(job.settled, job.in), now);
    }
    return beyond;
  }

  /** Ends a job that has not begun, because a newer one takes its place. */
  void supersede(JobRow job, JobId by, long now) throws SQLException {
    tables.jobs.change(job.key, now);
    end(job, JobState.DISMISSED, EngineProblems.superseded(by), now);
    tables.timeline.milestone(job, now, Kind.DISMISSED, EventTexts.superseded(by));
    tables.jobs.forgetRounds(job);
  }

  /** The rounds stay: items that wait in them for a barrier do so again after a replay. */
  void fail(JobRow job, Problem problem, long now) throws SQLException {
    cancelOpen(job, now);
    end(job, JobState.FAILED, problem, now);
    tables.timeline.failed(job, now, problem);
  }

  /** How many chunks were cancelled. */
  long dismiss(JobRow job, long now) throws SQLException {
    long cancelled = cancelOpen(job, now);
    end(job, JobState.DISMISSED, null, now);
    tables.timeline.milestone(job, now, Kind.DISMISSED, EventTexts.dismissed(cancelled));
    tables.jobs.forgetRounds(job);
    return cancelled;
  }

  private void end(JobRow job, JobState state, @Nullable Problem problem, long now) {
    job.end(state, problem, now);
    tables.work.ended(job.order);
    tables.jobs.ended(job);
  }

  private long cancelOpen(JobRow job, long now) throws SQLException {
    long cancelled = tables.chunks.cancelOpen(job, now);
    // Items that passed a stage and wait for its barrier are in no chunk: they die behind it.
    for (BarrierRow row : job.waiting().keySet()) {
      job.settle(row.stage + 1, row.passed.allDead());
    }
    return cancelled;
  }
}
