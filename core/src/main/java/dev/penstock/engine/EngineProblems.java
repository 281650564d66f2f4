package dev.penstock.engine;

import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;

/** The problems that engines find themselves; all others come from stages. Pure. */
public final class EngineProblems {
  private EngineProblems() {}

  /** Why a job fails of which nothing came through. */
  public static Problem nothingSucceeded(long in) {
    return new Problem(
        "job.nothing_succeeded",
        "None of the job's %d items came through; its rejects and dead letters say why."
            .formatted(in));
  }

  /** Why a job fails that lost more than it may. */
  public static Problem beyondTolerance(Tally settled, long in) {
    return new Problem(
        "job.beyond_tolerance",
        "%d of the job's %d items were rejected or died, which is more than it tolerates."
            .formatted(settled.rejected() + settled.dead(), in));
  }

  /** Why a trailing job ends before it began. */
  public static Problem superseded(JobId by) {
    return new Problem(
        "job.superseded", "A newer request took its place; see job %s.".formatted(by));
  }

  /** Why a chunk gives up whose workers never come back. */
  public static Problem poison(String worker, int crashes) {
    return new Problem(
        "chunk.poison",
        "%d attempts ended without a word from their worker, the last one on %s."
            .formatted(crashes, worker));
  }
}
