package dev.penstock.webhook;

import dev.penstock.job.JobId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Endpoints in plain memory, for tests and as the oracle of other books. */
public final class MemoryWebhooks implements WebhookBook {
  private final TreeMap<String, WebhookEndpoint> endpoints = new TreeMap<>();
  private final HashMap<Named, SeenEvent> events = new HashMap<>();

  private record Named(String endpoint, String event) {}

  @Override
  public synchronized boolean put(WebhookEndpoint endpoint) {
    WebhookEndpoint before = endpoints.get(endpoint.id());
    if (before != null && !before.tenant().equals(endpoint.tenant())) {
      return false;
    }
    endpoints.put(endpoint.id(), endpoint);
    return true;
  }

  @Override
  public synchronized Optional<WebhookEndpoint> get(String id) {
    return Optional.ofNullable(endpoints.get(id));
  }

  @Override
  public synchronized List<WebhookEndpoint> list(String tenant, String after, int limit) {
    return endpoints.tailMap(after, false).values().stream()
        .filter(endpoint -> endpoint.tenant().equals(tenant))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized boolean remove(String tenant, String id) {
    WebhookEndpoint there = endpoints.get(id);
    if (there == null || !there.tenant().equals(tenant)) {
      return false;
    }
    events.keySet().removeIf(event -> event.endpoint().equals(id));
    return endpoints.remove(id, there);
  }

  @Override
  public synchronized void see(SeenEvent event) {
    events.putIfAbsent(new Named(event.endpoint(), event.event()), event);
  }

  @Override
  public synchronized Optional<JobId> seen(String endpoint, String event) {
    return Optional.ofNullable(events.get(new Named(endpoint, event))).map(SeenEvent::job);
  }

  @Override
  public synchronized void forget(Instant before) {
    events.values().removeIf(event -> event.at().isBefore(before));
  }
}
