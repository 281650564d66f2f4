package dev.penstock.callback;

import java.net.URI;
import java.time.Instant;
import java.util.Set;

/**
 * Somebody who wants to be told of jobs.
 *
 * @param types what of
 * @param pipelines of which; empty: of all
 * @param enabled whether an operator wants deliveries to go out
 * @param since when it was made or last changed
 */
public record Subscription(
    EndpointKey key,
    URI target,
    Set<EventType> types,
    Set<String> pipelines,
    Format format,
    boolean enabled,
    Instant since) {
  public Subscription {
    types = Set.copyOf(types);
    pipelines = Set.copyOf(pipelines);
  }

  boolean wants(String pipeline) {
    return enabled && (pipelines.isEmpty() || pipelines.contains(pipeline));
  }

  boolean wants(EventType type, String pipeline) {
    return wants(pipeline) && types.contains(type);
  }
}
