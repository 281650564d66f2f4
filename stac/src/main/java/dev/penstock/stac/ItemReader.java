package dev.penstock.stac;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Makes items of JSON, STAC 1.0.0-beta to 1.1. */
final class ItemReader {
  private static final int MOST_ASSETS = 500;

  private ItemReader() {}

  /** What an item's JSON turns out to be. */
  sealed interface Read {
    record Good(Item item) implements Read {}

    record Bad(String why) implements Read {}
  }

  /**
   * Reads one item.
   *
   * @param base where its relative addresses start
   */
  static Read read(JsonNode json, URI base) {
    String id = json.path("id").asString("");
    JsonNode properties = json.path("properties");
    Optional<Instant> time = time(properties);
    if (id.isEmpty() || !properties.isObject() || time.isEmpty()) {
      return new Read.Bad(
          "item '%s' has no %s".formatted(id, id.isEmpty() ? "id" : "readable datetime"));
    }
    Map<String, Asset> assets = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.path("assets").properties()) {
      if (assets.size() == MOST_ASSETS) {
        return new Read.Bad("item '%s' has more than %d assets".formatted(id, MOST_ASSETS));
      }
      asset(entry.getKey(), entry.getValue(), self(json, base))
          .ifPresent(asset -> assets.put(asset.key(), asset));
    }
    return new Read.Good(
        new Item(
            id,
            json.path("collection").asString(""),
            box(json.path("bbox")),
            time.get(),
            properties,
            assets));
  }

  private static URI self(JsonNode json, URI base) {
    for (JsonNode link : json.path("links")) {
      if (link.path("rel").asString("").equals("self")) {
        return resolved(base, link.path("href").asString("")).orElse(base);
      }
    }
    return base;
  }

  private static Optional<Asset> asset(String key, JsonNode json, URI base) {
    return resolved(base, json.path("href").asString(""))
        .map(href -> new Asset(key, href, json.path("type").asString(""), names(json), json));
  }

  /** Empty for what is no address. */
  static Optional<URI> resolved(URI base, String href) {
    if (href.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(base.resolve(href));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    // STAC 1.1 has "bands", before it was an extension's.
    JsonNode bands = json.has("bands") ? json.path("bands") : json.path("eo:bands");
    for (JsonNode band : bands) {
      String name = band.path("eo:common_name").asString("");
      names.add(name.isEmpty() ? band.path("common_name").asString("") : name);
    }
    return names;
  }

  private static Optional<Instant> time(JsonNode properties) {
    String text = properties.path("datetime").asString("");
    if (text.isEmpty()) {
      text = properties.path("start_datetime").asString("");
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Of four numbers, or of six with heights. */
  private static Optional<Search.Box> box(JsonNode json) {
    int half = json.size() / 2;
    if (!json.isArray() || (half != 2 && half != 3)) {
      return Optional.empty();
    }
    double[] numbers = new double[json.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = json.get(i).asDouble(Double.NaN);
      if (Double.isNaN(numbers[i])) {
        return Optional.empty();
      }
    }
    // Over the antimeridian: whatever its longitude, it may touch.
    boolean crosses = numbers[0] > numbers[half];
    double west = crosses ? -180 : numbers[0];
    double east = crosses ? 180 : numbers[half];
    return Optional.of(new Search.Box(west, numbers[1], east, numbers[half + 1]));
  }
}
