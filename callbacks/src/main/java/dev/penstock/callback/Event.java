package dev.penstock.callback;

import dev.penstock.job.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened, as it is told.
 *
 * @param id the same for all who are told, and however often: receivers know a repetition by it
 * @param job that it is about
 */
public record Event(
    String id, EventType type, Optional<JobId> job, Instant at, String mediaType, byte[] body) {}
