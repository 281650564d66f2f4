package dev.penstock.webhook;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Endpoints in plain memory, for tests and as the oracle of other books. */
public final class MemoryWebhooks implements WebhookBook {
  private final TreeMap<String, WebhookEndpoint> endpoints = new TreeMap<>();

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
    return there != null && there.tenant().equals(tenant) && endpoints.remove(id, there);
  }
}
