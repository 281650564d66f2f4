package dev.penstock.engine.sqlite;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as columns hold them: microseconds since 1970. */
final class Micros {
  private static final long FOR_EVER = Long.MAX_VALUE;

  /** Any time from here on is for ever: the year 200,000. */
  private static final Instant LATEST = Instant.ofEpochSecond(6_249_223_180_800L);

  private Micros() {}

  static long of(Instant at) {
    return Math.addExact(
        Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000L);
  }

  /** A time that may be for ever; rounded up, so that nothing ends too soon. */
  static long orForEver(Instant at) {
    return at.isAfter(LATEST) ? FOR_EVER : of(at.plusNanos(999));
  }

  static Instant instantOrForEver(long micros) {
    return micros == FOR_EVER ? Instant.MAX : instant(micros);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }

  /** Time from then to now; zero where it is yet to come. */
  static Duration since(long micros, Instant now) {
    long age = of(now) - Math.min(micros, of(now));
    return Duration.ofNanos(Math.multiplyExact(age, 1_000L));
  }

  static @Nullable Instant instantOrNull(@Nullable Long micros) {
    return micros == null ? null : instant(micros);
  }
}
