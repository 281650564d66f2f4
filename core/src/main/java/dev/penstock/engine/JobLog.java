package dev.penstock.engine;

import dev.penstock.job.DeadLetter;
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

  /** Dead letters of a job in the order of their chunks, those with {@code chunk > after}. */
  List<DeadLetter> deadLetters(JobId job, long after, int max);

  /**
   * The rejects of a job by chunk, in the order of their chunks, those with {@code chunk > after}.
   */
  List<ChunkRejects> rejects(JobId job, long after, int max);

  /** Jobs of all tenants that ended before a time, in the order of their ids; for housekeeping. */
  List<JobId> expired(Instant endedBefore, int max);

  /** How each stage stands over all jobs. */
  List<StageGauge> gauges();

  /** Rejects of one chunk; a checkpoint and its end may each have some. */
  record ChunkRejects(String stage, long chunk, Rejects rejects) {}
}
