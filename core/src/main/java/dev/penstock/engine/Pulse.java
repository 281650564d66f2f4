package dev.penstock.engine;

import java.time.Duration;

/**
 * A sign of life of one claim: extends its lease, and tells how many items are through so far.
 *
 * @param items of those that the chunk still has, so counted anew from each checkpoint
 */
public record Pulse(Claim claim, long items, Duration lease) {
  /** What counts of that for a chunk of so many items; 0 where it is still discovering them. */
  public long through(long load) {
    return Math.max(0, load > 0 ? Math.min(items, load) : items);
  }
}
