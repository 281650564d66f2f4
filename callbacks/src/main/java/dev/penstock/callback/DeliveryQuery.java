package dev.penstock.callback;

import dev.penstock.job.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which deliveries of a tenant to read, the newest event first.
 *
 * @param before only what is older than this delivery, to page on
 */
public record DeliveryQuery(
    String tenant,
    Optional<String> endpoint,
    Optional<JobId> job,
    Optional<Delivery.State> state,
    Range range,
    Optional<String> before,
    int limit) {
  /** Times of events: from the first, included, to the second, excluded. */
  public record Range(Instant from, Instant until) {
    public static final Range ALL = new Range(Instant.EPOCH, Instant.ofEpochSecond(1L << 40));
  }
}
