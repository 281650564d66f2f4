package dev.penstock.engine.redis;

import java.time.Duration;
import java.time.Instant;

/**
 * Times as Redis holds them: microseconds since 1970, below 2^53, so that Lua counts them exactly.
 */
final class Micros {
  /** Stands for every later time. */
  static final long NEVER = (1L << 53) - 1;

  private static final long SECOND = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Micros() {}

  static long of(Instant at) {
    return at.getEpochSecond() >= NEVER / SECOND
        ? NEVER
        : Math.max(0, at.getEpochSecond()) * SECOND + at.getNano() / 1_000;
  }

  /** A length of time, at most a hundred years. */
  static long of(Duration time) {
    Duration most = time.compareTo(LONGEST) < 0 ? time : LONGEST;
    return most.toNanos() / 1_000;
  }

  static Instant instant(long micros) {
    return micros >= NEVER
        ? Instant.MAX
        : Instant.ofEpochSecond(micros / SECOND, micros % SECOND * 1_000);
  }

  static Duration duration(long micros) {
    return Duration.ofSeconds(micros / SECOND, micros % SECOND * 1_000);
  }
}
