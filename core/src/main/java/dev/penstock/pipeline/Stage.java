package dev.penstock.pipeline;

import java.io.IOException;

/**
 * One step of a pipeline. It is given a chunk and says what became of its items. It may be run
 * again for the same chunk, after a crash or because its lease ran out, also while an earlier run
 * has not noticed yet: what it writes carries the fence of its {@link StageContext} or is named by
 * it.
 *
 * <p>One instance serves all chunks: thread-safe.
 */
@FunctionalInterface
public interface Stage {
  /**
   * Runs one chunk.
   *
   * @throws IOException when a blob or a store could not be reached; the chunk is retried
   * @throws InterruptedException when the host stops or the lease was lost; the chunk is released
   * @throws Stopped when a checkpoint found the chunk cancelled or taken by somebody else
   */
  StageResult run(StageContext context) throws IOException, InterruptedException;

  /** Ends a run whose result nobody wants any more. Stages let it pass through. */
  final class Stopped extends RuntimeException {
    public Stopped(String why) {
      super(why, null, false, false);
    }
  }
}
