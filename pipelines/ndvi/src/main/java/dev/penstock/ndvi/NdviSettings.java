package dev.penstock.ndvi;

import dev.penstock.pipeline.RetryPolicy;
import java.time.Duration;

/**
 * How the pipeline cuts and how much it does at once.
 *
 * @param scenes chunks that are read at the same time; they wait more than they work
 * @param farmsInChunk farms of one scene that are measured together
 * @param sceneTime what one chunk may take before its farms are tried again, so that a slow scene
 *     holds nobody for long
 * @param searchTime what one search of a catalogue may take
 * @param patience with hosts; when it ends, observations fail with their reason
 */
public record NdviSettings(
    int scenes, int farmsInChunk, Duration sceneTime, Duration searchTime, RetryPolicy patience) {
  private static final RetryPolicy PATIENCE =
      new RetryPolicy(6, 3, Duration.ofSeconds(2), Duration.ofMinutes(5));

  /** For so many cores. */
  public static NdviSettings forMachine(int cores) {
    return new NdviSettings(
        Math.max(2, 2 * cores), 64, Duration.ofSeconds(90), Duration.ofMinutes(5), PATIENCE);
  }
}
