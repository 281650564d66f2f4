package dev.penstock.schedule;

import dev.penstock.job.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a schedule has come.
 *
 * @param through slots up to this one are settled: submitted or skipped
 * @param owed slots after {@code through} up to this one came in time and were put off by others,
 *     for example by a full engine: they are submitted whatever happens; not before {@code through}
 * @param last the latest slot that was submitted
 */
public record Position(Instant through, Instant owed, Optional<Fired> last) {
  public Position {
    if (owed.isBefore(through)) {
      throw new IllegalArgumentException("owed %s is before %s".formatted(owed, through));
    }
  }

  /** One slot and its job. */
  public record Fired(Instant slot, JobId job) {}

  /** Where a schedule begins. */
  public static Position at(Instant since) {
    return new Position(since, since, Optional.empty());
  }

  /** The same history, and nothing settled after this moment. */
  public Position restartedAt(Instant since) {
    return new Position(since, since, last);
  }
}
