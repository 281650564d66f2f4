package dev.penstock.pipeline;

import java.time.Duration;

/**
 * When a failed chunk is tried again, and when it gives up. Waits grow by doubling from {@code
 * base} to {@code cap} and are drawn evenly from zero to that bound (full jitter), so that chunks
 * that failed together do not come back together.
 *
 * @param attempts failures after which the chunk is a dead letter; at least 1
 * @param crashes attempts without a word from their worker after which it is one; at least 1
 */
public record RetryPolicy(int attempts, int crashes, Duration base, Duration cap) {
  /** Five attempts over about a minute, three crashes. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, 3, Duration.ofSeconds(1), Duration.ofMinutes(5));

  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  public RetryPolicy {
    if (attempts < 1 || crashes < 1) {
      throw new IllegalArgumentException("attempts and crashes must be >= 1");
    }
    if (base.isNegative() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException("need 0 <= base <= cap, was " + base + " and " + cap);
    }
  }

  /** The longest wait after the n-th failure (from 1); the drawn one lies between zero and this. */
  public Duration bound(int failures) {
    long most = millis(cap);
    long millis = millis(base);
    for (int i = 1; i < failures && millis > 0 && millis < most; i++) {
      millis = millis > most / 2 ? most : millis * 2;
    }
    return Duration.ofMillis(Math.min(millis, most));
  }

  /** What is too long for a long is the longest that fits. */
  private static long millis(Duration duration) {
    return duration.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : duration.toMillis();
  }

  public RetryPolicy withAttempts(int attempts) {
    return new RetryPolicy(attempts, crashes, base, cap);
  }
}
