package dev.penstock.engine;

import java.time.Duration;

/**
 * A worker's request for chunks of one stage.
 *
 * @param worker names the process and is shown to operators; not used for correctness
 * @param max most chunks to hand out, at least 1
 * @param lease how long each claim stands without a beat
 */
public record Want(String pipeline, String stage, String worker, int max, Duration lease) {
  public Want {
    if (max < 1) {
      throw new IllegalArgumentException("max must be >= 1, was " + max);
    }
  }
}
