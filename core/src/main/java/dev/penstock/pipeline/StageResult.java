package dev.penstock.pipeline;

import dev.penstock.blob.Payload;
import dev.penstock.job.JobResult;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one attempt at a chunk ended. A stage returns this; it does not throw for bad input. */
public sealed interface StageResult {
  /**
   * The chunk is done.
   *
   * @param tally what became of each of its items: {@code tally.in()} equals the load (what is left
   *     of it after checkpoints); in the discovering stage it says what was found
   * @param spawns chunks for the next stage; their loads sum up to the passed part of the tally.
   *     Empty before an EACH edge means: one chunk with {@code out} and everything that passed.
   *     Before an ALL edge and in the last stage it stays empty.
   * @param out what the next chunk is given when there are no explicit spawns
   */
  record Done(
      Tally tally,
      Payload out,
      List<Spawn> spawns,
      @Nullable Rejects rejects,
      List<JobResult> results)
      implements StageResult {
    public Done {
      spawns = List.copyOf(spawns);
      results = List.copyOf(results);
    }

    public Done withRejects(@Nullable Rejects rejects) {
      return new Done(tally, out, spawns, rejects, results);
    }

    public Done withResults(List<JobResult> results) {
      return new Done(tally, out, spawns, rejects, results);
    }
  }

  /**
   * Trouble that may pass: try again.
   *
   * @param after not before this, where somebody told us a time ({@code Retry-After})
   * @param pause the gate that closes for as long, so that nobody else asks meanwhile either
   */
  record RetryLater(Problem problem, @Nullable Duration after, @Nullable String pause)
      implements StageResult {
    public RetryLater {
      if (pause != null && after == null) {
        throw new IllegalArgumentException("gate " + pause + " is to be paused, but for how long?");
      }
    }

    public RetryLater(Problem problem, @Nullable Duration after) {
      this(problem, after, null);
    }
  }

  /**
   * Trying again will not help. The chunk becomes a dead letter; in the discovering stage the job
   * fails with this problem, because nobody knows what else was in the payload.
   */
  record GiveUp(Problem problem) implements StageResult {}

  static Done done(Tally tally, Payload out) {
    return new Done(tally, out, List.of(), null, List.of());
  }

  static Done done(Tally tally, List<Spawn> spawns) {
    return new Done(tally, Payload.NONE, spawns, null, List.of());
  }

  static StageResult retry(String code, String detail) {
    return new RetryLater(new Problem(code, detail), null);
  }

  static StageResult giveUp(String code, String detail) {
    return new GiveUp(new Problem(code, detail));
  }
}
