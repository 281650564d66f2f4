package dev.penstock.stac;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One scene of a catalogue.
 *
 * @param box what it covers; empty if it does not tell
 * @param time when it was taken, or when that began
 * @param properties as the catalogue has them
 * @param assets its files, by key
 */
public record Item(
    String id,
    String collection,
    Optional<Search.Box> box,
    Instant time,
    JsonNode properties,
    Map<String, Asset> assets) {
  public Item {
    assets = Map.copyOf(assets);
  }

  /** A property that is a text; empty if there is none. */
  public Optional<String> text(String property) {
    JsonNode value = properties.path(property);
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }
}
