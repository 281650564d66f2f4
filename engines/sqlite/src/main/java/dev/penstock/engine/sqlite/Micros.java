package dev.penstock.engine.sqlite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as columns hold them: microseconds since 1970. */
final class Micros {
  private Micros() {}

  static long of(Instant at) {
    return Math.addExact(
        Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000L);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }

  static @Nullable Instant instantOrNull(@Nullable Long micros) {
    return micros == null ? null : instant(micros);
  }
}
