package dev.penstock.engine.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;

/**
 * What time it is at the server. A call that waits longer than its caller may still be made there,
 * later; where that would do harm, it says until when it is wanted. Thread-safe.
 */
final class ServerTime {
  private static final long GOOD_FOR = Duration.ofMinutes(1).toNanos();

  private final Link link;

  /** Microseconds between the two clocks: never too many, because the answer was on its way. */
  private volatile long ahead;

  private volatile long looked;

  ServerTime(Link link) {
    this.link = link;
    look();
  }

  /** Looks again, for one that may have been set meanwhile. */
  void look() {
    List<byte[]> time = link.run(RedisAsyncCommands::time);
    if (time == null || time.size() != 2) {
      throw new IllegalStateException("Redis does not tell the time");
    }
    long now = System.nanoTime();
    ahead = number(time.get(0)) * 1_000_000 + number(time.get(1)) - now / 1_000;
    looked = now;
  }

  void lookNowAndThen() {
    if (System.nanoTime() - looked > GOOD_FOR) {
      look();
    }
  }

  /** The time there at which a caller gives up that is patient for so long from now on. */
  long micros(Duration patience) {
    return (System.nanoTime() + patience.toNanos()) / 1_000 + ahead;
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, US_ASCII));
  }
}
