package dev.penstock.engine;

import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import java.util.Optional;

/**
 * Which dead letters to read, by job (the oldest first) and chunk.
 *
 * @param code of the problem that ended them
 * @param after those behind this chunk, to page on
 * @param limit 1 to 100,000
 */
public record DeadLetterQuery(
    String tenant,
    Optional<JobId> job,
    Optional<String> pipeline,
    Optional<String> stage,
    Optional<String> code,
    Optional<ChunkKey> after,
    int limit) {
  private static final int MOST = 100_000;

  public DeadLetterQuery {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit must be from 1 to 100,000, was " + limit);
    }
  }

  /** All of a tenant. */
  public static DeadLetterQuery of(String tenant, int limit) {
    return new DeadLetterQuery(
        tenant,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  /** Those of one job with {@code chunk > after}. */
  public static DeadLetterQuery of(Job job, long after, int limit) {
    return of(job.order().tenant(), limit).job(job.id()).after(new ChunkKey(job.id(), after));
  }

  public DeadLetterQuery job(JobId job) {
    return new DeadLetterQuery(tenant, Optional.of(job), pipeline, stage, code, after, limit);
  }

  public DeadLetterQuery pipeline(String pipeline) {
    return new DeadLetterQuery(tenant, job, Optional.of(pipeline), stage, code, after, limit);
  }

  public DeadLetterQuery stage(String stage) {
    return new DeadLetterQuery(tenant, job, pipeline, Optional.of(stage), code, after, limit);
  }

  public DeadLetterQuery code(String code) {
    return new DeadLetterQuery(tenant, job, pipeline, stage, Optional.of(code), after, limit);
  }

  public DeadLetterQuery limit(int limit) {
    return new DeadLetterQuery(tenant, job, pipeline, stage, code, after, limit);
  }

  public DeadLetterQuery after(ChunkKey last) {
    return new DeadLetterQuery(tenant, job, pipeline, stage, code, Optional.of(last), limit);
  }
}
