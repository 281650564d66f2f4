package dev.penstock.schedule;

import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param from its first moment
 * @param to the first moment after it
 */
public record Range(Instant from, Instant to) {
  /** Whether there are moments that both have. */
  public boolean overlaps(Range other) {
    return from.isBefore(other.to) && other.from.isBefore(to);
  }

  /** Whether nothing lies between the two. */
  public boolean touches(Range other) {
    return !from.isAfter(other.to) && !other.from.isAfter(to);
  }

  /** Whether the other one lies in this one. */
  public boolean covers(Range other) {
    return !from.isAfter(other.from) && !to.isBefore(other.to);
  }

  /** From the first moment of either to the last one of either. */
  public Range with(Range other) {
    return new Range(
        from.isBefore(other.from) ? from : other.from, to.isAfter(other.to) ? to : other.to);
  }
}
