package dev.penstock.engine.memory;

import dev.penstock.engine.EngineProblems;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.memory.Chunk.Status;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How jobs end. After each of these {@code in == settled.in()}. */
final class Endings {
  private final Board board;

  Endings(Board board) {
    this.board = board;
  }

  /** Counts a job that came in, or runs again. */
  void opened(MemoryJob job) {
    board.usage.add(job.submission.tenant(), 1, 0, job.submission.payload().length());
  }

  /** All chunks have ended: well, unless nothing at all came through. */
  void finish(MemoryJob job, Instant now) {
    if (job.in > 0 && job.settled().passed() == 0) {
      Problem problem = EngineProblems.nothingSucceeded(job.in);
      end(job, JobState.FAILED, problem, now);
      job.timeline.failed(now, problem);
    } else if (!failsBeyondTolerance(job, now)) {
      end(job, JobState.SUCCESSFUL, null, now);
      job.timeline.milestone(now, Kind.SUCCEEDED, EventTexts.succeeded(job.settled()));
    }
  }

  /** Fails a job that has lost more than it may; whether it did. */
  boolean failsBeyondTolerance(MemoryJob job, Instant now) {
    boolean beyond = job.submission.terms().tolerance().exceededBy(job.settled(), job.in);
    if (beyond) {
      fail(job, EngineProblems.beyondTolerance(job.settled(), job.in), now);
    }
    return beyond;
  }

  /** Ends a job that has not begun, because a newer one takes its place. */
  void supersede(MemoryJob job, JobId by, Instant now) {
    end(job, JobState.DISMISSED, EngineProblems.superseded(by), now);
    job.timeline.milestone(now, Kind.DISMISSED, EventTexts.superseded(by));
  }

  void fail(MemoryJob job, Problem problem, Instant now) {
    cancelOpen(job, now);
    end(job, JobState.FAILED, problem, now);
    job.timeline.failed(now, problem);
  }

  /** Tells how many chunks were cancelled. */
  long dismiss(MemoryJob job, Instant now) {
    long cancelled = cancelOpen(job, now);
    end(job, JobState.DISMISSED, null, now);
    job.timeline.milestone(now, Kind.DISMISSED, EventTexts.dismissed(cancelled));
    return cancelled;
  }

  private void end(MemoryJob job, JobState state, @Nullable Problem problem, Instant now) {
    job.state = state;
    job.failure = problem;
    job.ended = now;
    board.usage.add(job.submission.tenant(), -1, 0, -job.submission.payload().length());
    board.ended(job);
    board.changed(job, now);
  }

  private long cancelOpen(MemoryJob job, Instant now) {
    long cancelled = 0;
    for (Chunk chunk : job.chunks.values()) {
      if (chunk.status.open()) {
        cancelled++;
        board.open(job, -1);
        job.round(chunk.round).closed(chunk.seat());
        job.settle(chunk.stage, chunk.load.allDead());
        board.move(chunk, Status.CANCELLED, now);
      }
    }
    giveUpWaiting(job);
    return cancelled;
  }

  /** Items that passed a stage and wait for its barrier are in no chunk: they die behind it. */
  private static void giveUpWaiting(MemoryJob job) {
    for (int round = 0; round < job.rounds.size(); round++) {
      for (Seat seat : job.round(round).waiting(round)) {
        Tally passed = job.round(round).row(seat).passed;
        job.settle(seat.stage() + 1, passed.allDead());
      }
    }
  }
}
