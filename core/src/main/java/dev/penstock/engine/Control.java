package dev.penstock.engine;

import java.util.Set;

/** What an operator may ask of a job, through {@link Engine#control}. */
public sealed interface Control {
  /** End the job now: its open chunks are cancelled and count as dead; holders learn it at once. */
  record Dismiss() implements Control {}

  /**
   * Try dead letters again, as the job's next round; an ended job runs again. Empty: all of them.
   * In the new round they have all their attempts.
   */
  record Replay(Set<Long> chunks) implements Control {
    public Replay {
      chunks = Set.copyOf(chunks);
    }
  }

  /**
   * Forget an ended job, its events and dead letters. Its blobs go first, and are not the engine's.
   */
  record Remove() implements Control {}
}
