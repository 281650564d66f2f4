package dev.penstock.server.collection;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureCollections.Described;
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
import tools.jackson.core.JsonGenerator;

/** {@code /v1/collections}, one of them, and its features as GeoJSON. */
public final class CollectionsResource {
  private static final int PAGE = 100;

  private final FeatureCollections collections;
  private final CollectionNames names;
  private final ItemPages items;

  /**
   * @param items pages of features, shared with whoever else serves them
   */
  public CollectionsResource(
      FeatureCollections collections, CollectionNames names, ItemPages items) {
    this.collections = collections;
    this.items = items;
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
    Described collection = find(exchange);
    var box = query.one("bbox").map(BboxParameter::of);
    String self = "/v1/collections/" + encoded(collection.id()) + "/items?limit=" + limit;
    return items.read(new ItemPages.Wish(collection, box, limit, query.one("cursor")), self);
  }

  private Described find(Exchange exchange) throws IOException {
    String id = exchange.path("collection");
    return collections
        .collection(id)
        .filter(known -> names.visible(exchange, id))
        .orElseThrow(() -> unknown(id));
  }

  static RefusedException unknown(String id) {
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

  /** The box in WGS 84 around a collection; {@link Bounds#NONE} where that is not known. */
  static Bounds around(Described collection) {
    try {
      return Projected.of(collection.srs()).toWgs84(collection.bounds());
    } catch (RefusedException e) {
      // The collection is still worth listing; only its place on the globe is not known here.
      return Bounds.NONE;
    }
  }

  private static void bbox(JsonGenerator json, Described collection) {
    Bounds box = around(collection);
    if (box.isNone()) {
      json.writeNullProperty("bbox");
    } else {
      json.writeName("bbox");
      json.writeArray(new double[] {box.minX(), box.minY(), box.maxX(), box.maxY()}, 0, 4);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
