package dev.penstock.runtime.worker;

import dev.penstock.job.Problem;
import dev.penstock.pipeline.StageResult;
import java.util.OptionalLong;

/** How a chunk's run in a worker process ended. */
public sealed interface Outcome {
  /** The stage returned a result. */
  record Returned(StageResult result) implements Outcome {}

  /**
   * The stage threw what is a bug of it; the worker lives.
   *
   * @param item the one that it had in hand, from 0, where it had said so
   */
  record Threw(Problem problem, OptionalLong item) implements Outcome {}

  /**
   * The worker died, or had to be ended, while it ran the chunk.
   *
   * @param problem how, with a code of {@code worker.*}
   * @param item the one that it had in hand, from 0, where it had said so
   */
  record Died(Problem problem, OptionalLong item) implements Outcome {}

  /** No worker could be started; the chunk was not touched. */
  record NotStarted(Problem problem) implements Outcome {}
}
