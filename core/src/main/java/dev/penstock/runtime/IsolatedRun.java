package dev.penstock.runtime;

import dev.penstock.engine.Step;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.DivisibleStage;
import dev.penstock.pipeline.DivisibleStage.Division;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.runtime.worker.Outcome;
import dev.penstock.runtime.worker.WorkerPool;
import dev.penstock.runtime.worker.WorkerProblem;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Runs a stage in worker processes. What a failure costs, {@link Suspicion} says: an item that
 * kills when it is alone, and has no attempts left, is poison.
 */
final class IsolatedRun implements StageRun {
  private final StageSpec stage;
  private final WorkerPool pool;

  IsolatedRun(StageSpec stage, WorkerPool pool) {
    this.stage = stage;
    this.pool = pool;
  }

  @Override
  public Step run(StageContext context) throws IOException, InterruptedException {
    return switch (pool.run(context)) {
      case Outcome.Returned(var result) -> StageRun.stepOf(result);
      case Outcome.NotStarted(var problem) -> wanted(context, new Step.Retry(problem, null));
      case Outcome.Threw(var problem, var item) ->
          wanted(context, afterBug(context, problem, item));
      case Outcome.Died(var problem, var item) ->
          wanted(context, afterDeath(context, problem, item));
    };
  }

  /** What happens to a worker that was told to stop is not held against its chunk. */
  private static Step wanted(StageContext context, Step step) throws InterruptedException {
    if (context.stopping()) {
      throw new InterruptedException();
    }
    return step;
  }

  private Step afterDeath(StageContext context, Problem problem, OptionalLong told)
      throws InterruptedException {
    int attempt = context.chunk().attempt();
    return Suspicion.after(
        context,
        problem,
        told,
        (_, item) -> divide(context, item),
        (why, item) -> alone(attempt, why, item));
  }

  private Step afterBug(StageContext context, Problem problem, OptionalLong told)
      throws InterruptedException {
    return Suspicion.after(
        context,
        problem,
        told,
        (_, item) -> divide(context, item),
        (why, _) -> new Step.Retry(why, null));
  }

  private Step alone(int attempt, Problem problem, String item) {
    return attempt < stage.retry().attempts()
        ? new Step.Retry(problem, null)
        : new Step.Dead(
            WorkerProblem.POISON.problem(
                "No worker survives %s, which was tried alone. %s (%s)"
                    .formatted(item, problem.detail(), problem.code())));
  }

  private Optional<Division> divide(StageContext context, long item)
      throws IOException, InterruptedException {
    if (stage.edge() == Edge.START) {
      return Optional.empty();
    }
    return stage.stage() instanceof DivisibleStage divisible
        ? divisible.divide(context.chunk(), item)
        : pool.divide(context, item);
  }
}
