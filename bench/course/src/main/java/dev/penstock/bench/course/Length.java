package dev.penstock.bench.course;

import java.time.Duration;

/**
 * How long a course is. Whoever is slower than it allows is measured on less.
 *
 * @param warmUp jobs that are run before anything is measured
 * @param jobs in each drain
 * @param starts jobs of which each is alone in the system, at most
 * @param patience for each of these parts
 */
public record Length(int warmUp, int jobs, int starts, Duration patience) {
  /** What the published figures come from. */
  public static final Length FULL = new Length(10_000, 50_000, 300, Duration.ofSeconds(14));
}
