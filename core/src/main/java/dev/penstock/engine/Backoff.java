package dev.penstock.engine;

import dev.penstock.pipeline.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long a failed chunk waits: full jitter, the same draw in all engines. Pure. */
public final class Backoff {
  /** Nobody waits longer; every engine can add it to its clock. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  private Backoff() {}

  /**
   * A wait drawn evenly from zero to the policy's bound, in whole milliseconds, and not below
   * {@code after}, even where that is longer than the bound. At most a hundred years.
   *
   * @param failures of the chunk so far, this one included; at least 1
   */
  public static Duration draw(
      RetryPolicy policy, int failures, @Nullable Duration after, RandomGenerator random) {
    Duration bound = shorter(policy.bound(failures), LONGEST);
    Duration drawn = Duration.ofMillis(random.nextLong(bound.toMillis() + 1));
    return after == null || after.compareTo(drawn) < 0 ? drawn : shorter(after, LONGEST);
  }

  /** That long from now, at most a hundred years. */
  public static Instant after(Instant now, Duration wait) {
    return now.plus(shorter(wait, LONGEST));
  }

  /** Time from now to then, at most a hundred years. */
  static Duration until(Instant now, Instant then) {
    return then.isBefore(now.plus(LONGEST)) ? Duration.between(now, then) : LONGEST;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
