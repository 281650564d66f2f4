package dev.penstock.webhook;

import dev.penstock.job.JobId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps endpoints. Every method is one atomic step, durable on return. Thread-safe. */
public interface WebhookBook {
  /**
   * Keeps an endpoint, in the place of the one of that id. False: it is another tenant's, and
   * nothing changed.
   */
  boolean put(WebhookEndpoint endpoint) throws IOException;

  /** The endpoint of an id, whosever it is: a sender does not say. */
  Optional<WebhookEndpoint> get(String id) throws IOException;

  /**
   * Those of a tenant by id.
   *
   * @param after the last id of the page before; empty for the first page
   */
  List<WebhookEndpoint> list(String tenant, String after, int limit) throws IOException;

  /** False: the tenant has none of that id. */
  boolean remove(String tenant, String id) throws IOException;

  /** Notes an event; one that was noted before stays as it is. Goes with its endpoint. */
  void see(SeenEvent event) throws IOException;

  /** What an event became that this endpoint has taken before. */
  Optional<JobId> seen(String endpoint, String event) throws IOException;

  /** Forgets the events that came before a time. */
  void forget(Instant before) throws IOException;
}
