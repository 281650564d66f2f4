package dev.penstock.engine;

import java.time.Instant;

/** The fencing token's arithmetic, the same in all engines. Pure. */
public final class Fences {
  private Fences() {}

  /**
   * The fence of the next claim: greater than the last one, and not below the clock in µs, so that
   * an engine that lost its store to an older backup still gives greater ones.
   */
  public static long next(long last, Instant now) {
    return Math.max(last + 1, micros(now));
  }

  /** A time in whole µs since 1970. */
  static long micros(Instant time) {
    return Math.addExact(time.getEpochSecond() * 1_000_000L, time.getNano() / 1_000L);
  }

  /**
   * Whether a refused commit is told in the timeline: only that of a holder who was overtaken, in a
   * job that goes on. The same call made twice is nothing to tell.
   */
  public static boolean worthTelling(long fence, long newest, boolean jobEnded) {
    return fence < newest && !jobEnded;
  }
}
