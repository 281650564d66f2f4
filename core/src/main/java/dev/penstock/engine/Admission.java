package dev.penstock.engine;

import dev.penstock.job.JobId;
import java.time.Duration;

/** What {@link Engine#submit} answers. */
public sealed interface Admission {
  /** A new job, durable at the engine's {@link Durability}. */
  record Accepted(JobId job) implements Admission {}

  /** The same request came before, under the same idempotency key; this is its job. */
  record Existing(JobId job) implements Admission {}

  /** A job for the same thing is there and answers for both; nothing was stored. */
  record Joined(JobId job) implements Admission {}

  /** The idempotency key was used for another request; nothing was stored. */
  record Conflict(JobId job) implements Admission {}

  /** A limit is reached; nothing was stored. */
  record Busy(Duration retryAfter, String limit) implements Admission {}
}
