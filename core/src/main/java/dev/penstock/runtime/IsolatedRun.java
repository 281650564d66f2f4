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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a stage in worker processes, and says what the death of one costs. The chunk is cut around
 * the item that the worker had in hand, so that the others go on; where that is not known it is cut
 * in the middle, because halves that are cut again close in on what kills. An item that is alone
 * gets the attempts that are left, and then is poison. Chunks that cannot be cut are tried again.
 */
final class IsolatedRun implements StageRun {
  private static final Logger LOG = LoggerFactory.getLogger(IsolatedRun.class);

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
    long items = context.chunk().load().in();
    boolean known = told.isPresent() && told.getAsLong() < items;
    long item = known ? told.getAsLong() : items / 2;
    Optional<Division> cut = stage.edge() == Edge.START ? Optional.empty() : divide(context, item);
    if (cut.isEmpty()) {
      return new Step.Retry(
          known ? with(problem, "item " + item + " of the chunk") : problem, null);
    }
    Division division = cut.get();
    if (division.alone()) {
      return alone(context.chunk().attempt(), with(problem, division.item()), division.item());
    }
    Problem why =
        known
            ? with(problem, division.item())
            : new Problem(
                problem.code(),
                problem.detail()
                    + " Over which item is not known; the chunk is cut in the middle.");
    return new Step.Split(why, division.parts(), division.suspect());
  }

  private Step alone(int attempt, Problem problem, String item) {
    return attempt < stage.retry().attempts()
        ? new Step.Retry(problem, null)
        : new Step.Dead(
            WorkerProblem.POISON.problem(
                "No worker survives %s, which was tried alone. %s (%s)"
                    .formatted(item, problem.detail(), problem.code())));
  }

  private static Problem with(Problem problem, String item) {
    return new Problem(problem.code(), "%s It had %s in hand.".formatted(problem.detail(), item));
  }

  private Optional<Division> divide(StageContext context, long item) throws InterruptedException {
    try {
      return stage.stage() instanceof DivisibleStage divisible
          ? divisible.divide(context.chunk(), item)
          : pool.divide(context, item);
    } catch (IOException | RuntimeException e) {
      LOG.error("stage {} cannot cut chunk {}", stage.name(), context.chunk().number(), e);
      return Optional.empty();
    }
  }
}
