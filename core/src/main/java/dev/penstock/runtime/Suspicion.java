package dev.penstock.runtime;

import dev.penstock.engine.Step;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.DivisibleStage.Division;
import dev.penstock.pipeline.StageContext;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what a failure over an item costs the chunk. It is cut around the item that was in hand, so
 * that the others go on; where that is not known it is cut in the middle, because halves that are
 * cut again close in on what fails. An item that is alone gets the attempts that are left. Chunks
 * that cannot be cut are tried again.
 */
final class Suspicion {
  private static final Logger LOG = LoggerFactory.getLogger(Suspicion.class);

  private Suspicion() {}

  /** How a stage's chunks are cut. */
  @FunctionalInterface
  interface Cutter {
    Optional<Division> divide(StageContext.Chunk chunk, long item)
        throws IOException, InterruptedException;
  }

  /** What becomes of an item that failed when it was alone. */
  @FunctionalInterface
  interface Alone {
    Step step(Problem problem, String item);
  }

  /**
   * The step after a failure.
   *
   * @param told the item in hand, from 0, where the stage had said so
   */
  static Step after(
      StageContext context, Problem problem, OptionalLong told, Cutter cutter, Alone alone)
      throws InterruptedException {
    long items = context.chunk().load().in();
    boolean known = told.isPresent() && told.getAsLong() < items;
    long item = known ? told.getAsLong() : items / 2;
    Optional<Division> cut = divide(context, item, cutter);
    if (cut.isEmpty()) {
      return new Step.Retry(
          known && items > 0 ? with(problem, "item " + item + " of the chunk") : problem, null);
    }
    Division division = cut.get();
    if (division.alone()) {
      return alone.step(with(problem, division.item()), division.item());
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

  private static Problem with(Problem problem, String item) {
    return new Problem(problem.code(), "%s It had %s in hand.".formatted(problem.detail(), item));
  }

  private static Optional<Division> divide(StageContext context, long item, Cutter cutter)
      throws InterruptedException {
    try {
      return cutter.divide(context.chunk(), item);
    } catch (IOException | RuntimeException e) {
      var chunk = context.chunk();
      LOG.error("stage {} cannot cut chunk {}", chunk.place().stage(), chunk.number(), e);
      return Optional.empty();
    }
  }
}
