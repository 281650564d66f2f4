package dev.penstock.engine;

import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs to list. Newest id first; page on with the last id seen.
 *
 * @param states empty: all
 * @param before ids that sort before this one
 * @param endedBefore only jobs that ended before this
 * @param limit 1 to 1,000
 */
public record JobQuery(
    String tenant,
    Optional<String> pipeline,
    Set<JobState> states,
    Optional<JobId> before,
    Optional<Instant> endedBefore,
    int limit) {
  public JobQuery {
    states = Set.copyOf(states);
    if (limit < 1 || limit > 1_000) {
      throw new IllegalArgumentException("limit must be from 1 to 1,000, was " + limit);
    }
  }

  public static JobQuery newest(String tenant, int limit) {
    return new JobQuery(
        tenant, Optional.empty(), Set.of(), Optional.empty(), Optional.empty(), limit);
  }
}
