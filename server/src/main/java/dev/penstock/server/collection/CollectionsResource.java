package dev.penstock.server.collection;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.RefusedException;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** {@code /v1/collections}, one of them, and its features as GeoJSON. */
public final class CollectionsResource {
  private static final int PAGE = 100;

  private final FeatureCollections collections;
  private final CollectionNames names;
  private final PagesInHand pages = PagesInHand.ofHeap(Runtime.getRuntime().maxMemory());

  public CollectionsResource(FeatureCollections collections, CollectionNames names) {
    this.collections = collections;
    this.names = names;
  }

  public Reply list(Exchange exchange) throws IOException {
    Query query = exchange.query().only("after", "limit");
    int limit = (int) query.whole("limit", PAGE, 1, 1_000);
    List<Described> page = collections.collections(query.one("after").orElse(""), limit);
    List<Described> visible =
        page.stream().filter(each -> names.visible(exchange, each.id())).toList();
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("collections");
              visible.forEach(each -> write(json, each));
              json.writeEndArray();
              json.writeObjectPropertyStart("links");
              if (page.size() == limit) {
                json.writeStringProperty(
                    "next",
                    "/v1/collections?after=" + encoded(page.getLast().id()) + "&limit=" + limit);
              }
              json.writeEndObject();
              json.writeEndObject();
            }));
  }

  public Reply one(Exchange exchange) throws IOException {
    exchange.query().only();
    Described collection = find(exchange);
    return Reply.json(200, Json.bytes(json -> write(json, collection)));
  }

  public Reply items(Exchange exchange) throws IOException {
    Query query = exchange.query().only("bbox", "limit", "cursor");
    int limit = (int) query.whole("limit", PAGE, 1, 1_000);
    Optional<Bounds> box = query.one("bbox").map(BboxParameter::of);
    Described collection = find(exchange);
    Projected crs = Projected.of(collection.srs());
    Bounds within = box.map(crs::toStored).orElse(null);
    if (within != null && within.isNone()) {
      return page(new Page.Found(collection, List.of(), List.of(), ""), crs, query, limit);
    }
    var wanted =
        new FeatureCollections.Query(
            collection.id(),
            within,
            query.one("cursor").orElse(""),
            limit,
            row -> box.isEmpty() || crs.mayMeet(row.bounds(), box.get()));
    var held = pages.read(() -> collections.items(wanted));
    return switch (held.page()) {
      case Page.Found found -> {
        try {
          yield page(found, crs, query, limit).closing(held);
        } catch (RuntimeException e) {
          held.close();
          throw e;
        }
      }
      case Page.NoSuchCollection none -> throw unknown(collection.id());
      case Page.BadCursor bad ->
          Reply.refused(
              Code.CURSOR_INVALID,
              "The cursor is not ours, or what it read is gone. Start without a cursor.");
    };
  }

  private static Reply.Streamed page(Page.Found found, Projected crs, Query query, int limit) {
    String self = "/v1/collections/" + encoded(found.collection().id()) + "/items?limit=" + limit;
    String bbox = query.one("bbox").map(text -> "&bbox=" + encoded(text)).orElse("");
    String cursor = query.one("cursor").map(text -> "&cursor=" + encoded(text)).orElse("");
    var links = new TreeMap<>(Map.of("self", self + bbox + cursor));
    if (!found.next().isEmpty()) {
      links.put("next", self + bbox + "&cursor=" + encoded(found.next()));
    }
    var page = new FeaturePage(found, crs, links);
    return new Reply.Streamed(200, "application/geo+json", Map.of(), -1, page::writeTo);
  }

  private Described find(Exchange exchange) throws IOException {
    String id = exchange.path("collection");
    return collections
        .collection(id)
        .filter(known -> names.visible(exchange, id))
        .orElseThrow(() -> unknown(id));
  }

  private static RefusedException unknown(String id) {
    return HttpProblem.of(
            Code.COLLECTION_UNKNOWN,
            "There is no collection '%s'. A collection appears when a job has published it."
                .formatted(Exchange.clip(id)))
        .refused();
  }

  private static void write(JsonGenerator json, Described collection) {
    String self = "/v1/collections/" + encoded(collection.id());
    json.writeStartObject();
    json.writeStringProperty("id", collection.id());
    json.writeNumberProperty("generation", collection.generation());
    json.writeNumberProperty("features", collection.features());
    bbox(json, collection);
    json.writeStringProperty(
        "storageCrs", collection.srs().authority() + ":" + collection.srs().code());
    Json.moment(json, "published", collection.published());
    json.writeStringProperty("job", collection.job().value());
    json.writeObjectPropertyStart("links");
    json.writeStringProperty("self", self);
    json.writeStringProperty("items", self + "/items");
    json.writeStringProperty("job", JobLinks.job(collection.job()));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void bbox(JsonGenerator json, Described collection) {
    Bounds box;
    try {
      box = Projected.of(collection.srs()).toAsked(collection.bounds());
    } catch (RefusedException e) {
      // The collection is still worth listing; only its place on the globe is not known here.
      box = Bounds.NONE;
    }
    if (box.isNone()) {
      json.writeNullProperty("bbox");
    } else {
      json.writeName("bbox");
      json.writeArray(new double[] {box.minX(), box.minY(), box.maxX(), box.maxY()}, 0, 4);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
