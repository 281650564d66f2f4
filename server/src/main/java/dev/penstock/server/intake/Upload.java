package dev.penstock.server.intake;

import dev.penstock.job.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * A payload that comes in parts.
 *
 * @param id its own, and that of the job that it becomes
 * @param key id of the API key that began it; empty: none was asked for
 * @param length of the whole payload
 * @param job the one that answers for it, once all of it is there
 */
record Upload(
    JobId id,
    String tenant,
    String key,
    long length,
    IntakeWish wish,
    Instant begun,
    Optional<JobId> job) {
  Upload became(JobId job) {
    return new Upload(id, tenant, key, length, wish, begun, Optional.of(job));
  }
}
