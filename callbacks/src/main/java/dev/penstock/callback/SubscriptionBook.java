package dev.penstock.callback;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps subscriptions and how they fare. Every method is one atomic step, durable on return.
 * Thread-safe. All throw {@link IOException} when the store cannot be reached.
 */
public interface SubscriptionBook {
  /** Keeps a subscription, in the place of the one with its key; it stands well from here on. */
  void put(Subscription subscription) throws IOException;

  Optional<Endpoint> get(EndpointKey key) throws IOException;

  /**
   * Those of a tenant in the order of their ids.
   *
   * @param after the last id of the page before; empty for the first page
   */
  List<Endpoint> list(String tenant, String after, int limit) throws IOException;

  /** All that are open, of all tenants. */
  List<Subscription> open() throws IOException;

  /** Removes it and its secrets; its deliveries stay. False: there was none. */
  boolean remove(EndpointKey key) throws IOException;

  /** A delivery came through. */
  void well(EndpointKey key) throws IOException;

  /** A delivery failed; how it stands now. */
  Standing failed(EndpointKey key, Instant now) throws IOException;

  /** Gives up on it. */
  void disable(EndpointKey key, String why) throws IOException;
}
