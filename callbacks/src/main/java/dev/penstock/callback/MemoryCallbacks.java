package dev.penstock.callback;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The books of callbacks in plain memory, for tests and as the oracle of other books. */
public final class MemoryCallbacks implements SubscriptionBook, SecretBook, DeliveryLog {
  private static final Comparator<EndpointKey> ORDER =
      Comparator.comparing(EndpointKey::tenant).thenComparing(EndpointKey::id);

  private static final Comparator<Delivery> NEWEST =
      Comparator.comparing((Delivery delivery) -> delivery.event().at())
          .thenComparing(Delivery::id)
          .reversed();

  private final TreeMap<EndpointKey, Endpoint> endpoints = new TreeMap<>(ORDER);
  private final Map<EndpointKey, Signing> secrets = new HashMap<>();
  private final Map<String, Delivery> deliveries = new LinkedHashMap<>();
  private final Map<String, List<Attempt>> attempts = new HashMap<>();

  /** All three books on one memory. */
  public CallbackBooks books() {
    return new CallbackBooks(this, this, this);
  }

  @Override
  public synchronized void put(Subscription subscription) {
    endpoints.put(subscription.key(), new Endpoint(subscription, Standing.WELL));
  }

  @Override
  public synchronized Optional<Endpoint> get(EndpointKey key) {
    return Optional.ofNullable(endpoints.get(key));
  }

  @Override
  public synchronized List<Endpoint> list(String tenant, String after, int limit) {
    return endpoints.values().stream()
        .filter(each -> each.subscription().key().tenant().equals(tenant))
        .filter(each -> each.subscription().key().id().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Subscription> open() {
    return endpoints.values().stream().filter(Endpoint::open).map(Endpoint::subscription).toList();
  }

  @Override
  public synchronized boolean remove(EndpointKey key) {
    secrets.remove(key);
    return endpoints.remove(key) != null;
  }

  @Override
  public synchronized void well(EndpointKey key) {
    endpoints.computeIfPresent(
        key,
        (k, before) ->
            new Endpoint(
                before.subscription(),
                new Standing(0, Optional.empty(), before.standing().disabled())));
  }

  @Override
  public synchronized Standing failed(EndpointKey key, Instant now) {
    Endpoint after =
        endpoints.computeIfPresent(
            key, (k, old) -> new Endpoint(old.subscription(), old.standing().failed(now)));
    return after == null ? Standing.WELL : after.standing();
  }

  @Override
  public synchronized void disable(EndpointKey key, String why) {
    endpoints.computeIfPresent(
        key,
        (k, old) ->
            new Endpoint(
                old.subscription(),
                new Standing(
                    old.standing().failures(), old.standing().failingSince(), Optional.of(why))));
  }

  @Override
  public synchronized Signing of(EndpointKey key, Signing fresh) {
    return secrets.computeIfAbsent(key, k -> fresh);
  }

  @Override
  public synchronized void set(EndpointKey key, Signing signing) {
    secrets.put(key, signing);
  }

  @Override
  public synchronized void open(List<Delivery> fresh) {
    for (Delivery delivery : fresh) {
      deliveries.merge(
          delivery.id(),
          delivery,
          (old, same) -> moved(old, Delivery.State.PENDING, old.attempts(), old.updated()));
    }
  }

  private static Delivery moved(Delivery old, Delivery.State state, int attempts, Instant at) {
    return new Delivery(old.id(), old.endpoint(), old.target(), old.event(), state, attempts, at);
  }

  @Override
  public synchronized Optional<Delivery> get(String tenant, String id) {
    return Optional.ofNullable(deliveries.get(id))
        .filter(delivery -> delivery.endpoint().tenant().equals(tenant));
  }

  @Override
  public synchronized List<Delivery> list(DeliveryQuery query) {
    Optional<Delivery> before = query.before().flatMap(id -> get(query.tenant(), id));
    return deliveries.values().stream()
        .filter(each -> each.endpoint().tenant().equals(query.tenant()))
        .filter(each -> query.endpoint().map(each.endpoint().id()::equals).orElse(true))
        .filter(each -> query.job().isEmpty() || query.job().equals(each.event().job()))
        .filter(each -> query.state().map(each.state()::equals).orElse(true))
        .filter(each -> !each.event().at().isBefore(query.range().from()))
        .filter(each -> each.event().at().isBefore(query.range().until()))
        .filter(each -> before.isEmpty() || NEWEST.compare(before.get(), each) < 0)
        .sorted(NEWEST)
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized List<Attempt> attempts(String tenant, String id, int limit) {
    if (get(tenant, id).isEmpty()) {
      return List.of();
    }
    return attempts.getOrDefault(id, List.of()).reversed().stream().limit(limit).toList();
  }

  @Override
  public synchronized void note(Delivery delivery, Attempt attempt, Delivery.State state) {
    deliveries.computeIfPresent(
        delivery.id(), (id, old) -> moved(old, state, old.attempts() + 1, attempt.at()));
    attempts.computeIfAbsent(delivery.id(), id -> new ArrayList<>()).add(attempt);
  }

  @Override
  public synchronized int expire(Instant before) {
    int count = deliveries.size();
    deliveries.values().removeIf(delivery -> delivery.updated().isBefore(before));
    attempts.keySet().retainAll(deliveries.keySet());
    return count - deliveries.size();
  }
}
