package dev.penstock.engine;

import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Rejects;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads on an engine. Each answer is a consistent picture of one moment, and never older than the
 * caller's own last change. No read blocks a verb. Thread-safe.
 */
public interface JobLog {
  Optional<Job> job(JobId id);

  /** Jobs of a tenant, newest first. */
  List<Job> jobs(JobQuery query);

  /** Events of a job with {@code seq > after}, in order, at most {@code max}. */
  List<JobEvent> events(JobId job, long after, int max);

  /** Chunks that gave up. */
  DeadLetters deadLetters();

  /**
   * The rejects of a job by chunk, in the order of their chunks, those with {@code chunk > after}.
   */
  List<ChunkRejects> rejects(JobId job, long after, int max);

  /** Jobs of all tenants that ended before a time, in the order of their ids; for housekeeping. */
  List<JobId> expired(Instant endedBefore, int max);

  /** How each stage stands over all jobs. */
  List<StageGauge> gauges();

  /** What an acknowledged change survives. */
  Durability durability();

  /** Rejects of one chunk; a checkpoint and its end may each have some. */
  record ChunkRejects(String stage, long chunk, Rejects rejects) {}
}
