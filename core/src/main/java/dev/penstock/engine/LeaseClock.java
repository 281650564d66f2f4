package dev.penstock.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * Time as leases count it. A holder that lives beats at a third of its lease. Where nobody looks at
 * the clock for longer than that (the store stood still, the machine slept, the clock was set),
 * nobody could beat either, so no more than {@link #round} of that time counts against a lease:
 * whoever was alive before has a beat round left to say so. A clock that steps back takes nothing
 * away either, and gives nothing. Where somebody looks often, this is the time of the clock.
 *
 * <p>Looks are ticks, beats, and claims that grant something. Leases of different lengths lose
 * different parts of one gap, so there is one count for each round; rounds are powers of two of a
 * millisecond. Thread-safe.
 */
public final class LeaseClock {
  private static final int ROUNDS = 21;
  private static final long MILLI = 1_000;

  /** Looks that come a little late, behind others that began after them, are no step back. */
  private static final long LATE = 1_000 * MILLI;

  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * When a lease ends, by the count of its round.
   *
   * @param round as the power of two
   * @param micros since 1970, without the time that did not count
   */
  public record End(int round, long micros) {}

  private final long[] lost = new long[ROUNDS];
  private long last;
  private boolean looked;

  /** Somebody looks at the clock. */
  public synchronized void look(Instant now) {
    long micros = Math.addExact(now.getEpochSecond() * 1_000_000, now.getNano() / 1_000);
    long gap = looked ? micros - last : 0;
    if (gap < 0 && gap > -LATE) {
      return;
    }
    for (int round = 0; round < ROUNDS; round++) {
      lost[round] += gap < 0 ? gap : Math.max(0, gap - (MILLI << round));
    }
    last = micros;
    looked = true;
  }

  /**
   * The same by one that knows that nobody else is there, and so that every holder is gone: what
   * went by counts in full.
   */
  public synchronized void lookAlone(Instant now) {
    long[] before = lost.clone();
    long then = last;
    boolean forward = looked;
    look(now);
    if (forward && last > then) {
      System.arraycopy(before, 0, lost, 0, ROUNDS);
    }
  }

  /** All leases have ended; what comes next begins a new count. */
  public synchronized void begin() {
    looked = false;
  }

  /** The end of a lease that begins at the last look. */
  public synchronized End end(Duration lease) {
    Duration most = lease.compareTo(LONGEST) < 0 ? lease : LONGEST;
    long length = most.toNanos() / 1_000;
    int round = round(length);
    return new End(round, last - lost[round] + length);
  }

  /** Whether a lease had ended before the last look. */
  public synchronized boolean over(End end) {
    return end.micros() < last - lost[end.round()];
  }

  /** The greatest round that fits three times into a lease. */
  private static int round(long length) {
    int round = 0;
    while (round + 1 < ROUNDS && 3 * (MILLI << (round + 1)) <= length) {
      round++;
    }
    return round;
  }
}
