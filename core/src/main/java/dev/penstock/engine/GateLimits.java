package dev.penstock.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * What a gate lets through. Its rate is kept as a single time, that at which the bucket would be
 * full again (the generic cell rate algorithm), so every engine does the same arithmetic.
 *
 * @param permits in a period; 0: no rate
 * @param period of the rate
 * @param burst most permits at once after a time of rest; at least 1
 * @param concurrency most weight of running chunks; 0: no limit
 */
public record GateLimits(int permits, Duration period, int burst, int concurrency) {
  /** Lets everything through, unless it is paused. */
  public static final GateLimits OPEN = new GateLimits(0, Duration.ofSeconds(1), 1, 0);

  public GateLimits {
    if (permits < 0 || !period.isPositive() || burst < 1 || concurrency < 0) {
      throw new IllegalArgumentException(
          "not a gate's limits: %d permits in %s, burst %d, concurrency %d"
              .formatted(permits, period, burst, concurrency));
    }
    if (permits > 0 && period.toNanos() / 1_000 / permits < 1) {
      throw new IllegalArgumentException("a gate gives at most a million permits a second");
    }
  }

  /** So many permits in a period, one after the other. */
  public static GateLimits rate(int permits, Duration period) {
    return new GateLimits(permits, period, 1, 0);
  }

  /** At most so much weight at a time. */
  public static GateLimits concurrency(int weight) {
    return new GateLimits(0, Duration.ofSeconds(1), 1, weight);
  }

  /** Time between two permits, in µs; 0 without a rate. */
  public long interval() {
    return permits == 0 ? 0 : period.toNanos() / 1_000 / permits;
  }

  /** What counts of a weight: never more than the gate lets through at once. */
  public int counted(int weight) {
    int most = permits == 0 ? weight : Math.min(weight, burst);
    return concurrency == 0 ? most : Math.min(most, concurrency);
  }

  /**
   * How long to wait until the rate gives so many permits; zero: now.
   *
   * @param full when the bucket is full again, in µs since 1970
   */
  public Duration wait(long full, Instant now, int weight) {
    long micros = Fences.micros(now);
    long ahead = Math.max(full, micros) + counted(weight) * interval() - burst * interval();
    return ahead <= micros ? Duration.ZERO : Duration.ofNanos((ahead - micros) * 1_000);
  }

  /** When the bucket is full again after so many permits were given now. */
  public long full(long full, Instant now, int weight) {
    return interval() == 0
        ? full
        : Math.max(full, Fences.micros(now)) + counted(weight) * interval();
  }

  /**
   * When the bucket is full again if these limits hold from now on: a rate that has become wider
   * does not wait out what was taken under a narrow one.
   */
  public long carried(long full, Instant now) {
    return Math.min(full, Fences.micros(now) + burst * interval());
  }
}
