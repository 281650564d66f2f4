package dev.penstock.engine;

import java.time.Duration;
import java.util.List;

/**
 * How one stage stands now, over all jobs.
 *
 * @param oldestReady age of the chunk that has been ready for the longest time; zero when none is.
 *     This, not the number of ready chunks, tells whether a stage keeps up.
 * @param dead dead letters kept
 * @param waiting the ready chunks by the version of their jobs' plans, the oldest version first
 */
public record StageGauge(
    String pipeline,
    String stage,
    long ready,
    long delayed,
    long running,
    long dead,
    Duration oldestReady,
    List<Waiting> waiting) {
  public StageGauge {
    waiting = List.copyOf(waiting);
  }

  /** A stage at which nothing happens. */
  public static StageGauge idle(String pipeline, String stage) {
    return new StageGauge(pipeline, stage, 0, 0, 0, 0, Duration.ZERO, List.of());
  }

  /**
   * Ready chunks of jobs of one version of the pipeline.
   *
   * @param ready how many, at least 1
   * @param oldest age of the one that has been ready for the longest time
   */
  public record Waiting(int version, long ready, Duration oldest) {}
}
