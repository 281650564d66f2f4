package dev.penstock.engine;

import dev.penstock.pipeline.Versions;
import java.time.Duration;

/**
 * A worker's request for chunks of one stage.
 *
 * @param worker names the process and is shown to operators; not used for correctness
 * @param max most chunks to hand out, at least 1
 * @param lease how long each claim stands without a beat
 * @param versions of the pipeline whose chunks the worker understands; it is given no others
 */
public record Want(
    String pipeline, String stage, String worker, int max, Duration lease, Versions versions) {
  public Want {
    if (max < 1) {
      throw new IllegalArgumentException("max must be >= 1, was " + max);
    }
  }

  /** Chunks of any version. */
  public Want(String pipeline, String stage, String worker, int max, Duration lease) {
    this(pipeline, stage, worker, max, lease, Versions.ANY);
  }
}
