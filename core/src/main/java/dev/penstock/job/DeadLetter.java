package dev.penstock.job;

import dev.penstock.blob.Payload;
import java.time.Instant;

/**
 * A chunk that gave up, kept with what it was given, so that it can be looked at and replayed.
 *
 * @param load its items, counted as dead in the job until it is replayed
 * @param problem of the last attempt
 */
public record DeadLetter(
    JobId job,
    String stage,
    long chunk,
    Tally load,
    Payload payload,
    Problem problem,
    Tries tries,
    Instant at) {
  /** How often it was tried: attempts that failed, and attempts whose worker never came back. */
  public record Tries(int attempts, int crashes) {}
}
