package dev.penstock.webhook;

import dev.penstock.job.JobId;
import java.time.Instant;

/**
 * An event that an endpoint has taken.
 *
 * @param event what makes it the same when it comes again
 * @param job what it became
 */
public record SeenEvent(String endpoint, String event, JobId job, Instant at) {}
