package dev.penstock.job;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes the ids of one process, each greater than those before it, also within a millisecond and
 * while the clock steps back. Stores order a collection's writers by them: of two payloads, the one
 * that began to arrive later is the newer. Thread-safe.
 */
public final class JobIds {
  private final InstantSource clock;
  private long millis;
  private BigInteger bits = BigInteger.ZERO;

  public JobIds(InstantSource clock) {
    this.clock = clock;
  }

  public synchronized JobId next() {
    long now = clock.millis();
    if (now > millis) {
      millis = now;
      // The first bit stays free, so that counting up within a millisecond never overflows.
      bits = new BigInteger(JobId.RANDOM_BITS - 1, ThreadLocalRandom.current());
    } else {
      bits = bits.add(BigInteger.ONE);
    }
    return JobId.of(Instant.ofEpochMilli(millis), bits);
  }
}
