package dev.penstock.server.collection;

import dev.penstock.crs.Transform;
import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.server.link.FormatParameter;
import dev.penstock.server.link.OgcLinks;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** {@code /ogc/collections}: the published collections in the words of OGC API - Features. */
public final class OgcFeaturesResource {
  private static final int MOST = 1_000;
  private static final int USUAL = 100;

  private final FeatureCollections collections;
  private final CollectionNames names;
  private final ItemPages items;
  private final String publicUrl;

  public OgcFeaturesResource(
      FeatureCollections collections, CollectionNames names, ItemPages items, String publicUrl) {
    this.collections = collections;
    this.names = names;
    this.items = items;
    this.publicUrl = publicUrl;
  }

  public Reply list(Exchange exchange) throws IOException {
    Query query = FormatParameter.only(exchange, "after", "limit");
    int limit = (int) query.whole("limit", MOST, 1, MOST);
    List<Described> page = collections.collections(query.one("after").orElse(""), limit);
    OgcLinks links = OgcLinks.of(exchange, publicUrl);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("collections");
              for (Described each : page) {
                if (names.visible(exchange, each.id())) {
                  write(json, each, links);
                }
              }
              json.writeEndArray();
              links.begin(json);
              links.link(json, "self", OgcLinks.JSON, "/ogc/collections");
              if (page.size() == limit) {
                String last = CollectionsResource.encoded(page.getLast().id());
                links.link(
                    json,
                    "next",
                    OgcLinks.JSON,
                    "/ogc/collections?limit=%d&after=%s".formatted(limit, last));
              }
              links.end(json);
              json.writeEndObject();
            }));
  }

  public Reply one(Exchange exchange) throws IOException {
    FormatParameter.only(exchange);
    Described collection = find(exchange);
    OgcLinks links = OgcLinks.of(exchange, publicUrl);
    return Reply.json(200, Json.bytes(json -> write(json, collection, links)));
  }

  /** {@code datetime} is taken and keeps nothing back: no feature here has a time of its own. */
  public Reply items(Exchange exchange) throws IOException {
    Query query =
        FormatParameter.only(exchange, "bbox", "bbox-crs", "crs", "datetime", "limit", "cursor");
    int limit = (int) Math.min(MOST, query.whole("limit", USUAL, 1, Integer.MAX_VALUE));
    Described collection = find(exchange);
    var wish = new ItemPages.Wish(collection, box(query, collection), limit, query.one("cursor"));
    String self = self(exchange, collection) + "?limit=" + limit;
    var next = new StringBuilder(self);
    for (String name : List.of("bbox", "bbox-crs", "crs")) {
      query
          .one(name)
          .ifPresent(
              value ->
                  next.append('&')
                      .append(name)
                      .append('=')
                      .append(CollectionsResource.encoded(value)));
    }
    String cursor =
        query.one("cursor").map(text -> "&cursor=" + CollectionsResource.encoded(text)).orElse("");
    return items.read(wish, dress(query, collection, next + cursor, next.toString()));
  }

  /** One feature by its id. */
  public Reply feature(Exchange exchange) throws IOException {
    Query query = FormatParameter.only(exchange, "crs");
    Described collection = find(exchange);
    String id = exchange.path("feature");
    String self = self(exchange, collection) + "/" + CollectionsResource.encoded(id);
    Optional<Reply> found = items.one(collection, id, dress(query, collection, self, self));
    return found.orElseGet(
        () ->
            Reply.refused(
                Code.FEATURE_UNKNOWN,
                "The collection has no feature '%s'.".formatted(Exchange.clip(id))));
  }

  private static ItemPages.Dress dress(
      Query query, Described collection, String self, String next) {
    boolean stored = CrsParameter.asksForStored(query, "crs", collection);
    Projected crs = Projected.of(collection.srs());
    Transform transform = stored ? crs.stored() : crs.toWgs84();
    String uri = stored ? CrsParameter.uri(collection.srs()) : CrsParameter.CRS84;
    return new ItemPages.Dress(self, next, transform, Map.of("Content-Crs", "<" + uri + ">"));
  }

  private static Optional<Bounds> box(Query query, Described collection) {
    boolean stored = CrsParameter.asksForStored(query, "bbox-crs", collection);
    Optional<String> text = query.one("bbox");
    return stored
        ? text.map(BboxParameter::any).map(Projected.of(collection.srs())::toWgs84)
        : text.map(BboxParameter::of);
  }

  private String self(Exchange exchange, Described collection) {
    return OgcLinks.of(exchange, publicUrl).base() + path(collection) + "/items";
  }

  private static String path(Described collection) {
    return "/ogc/collections/" + CollectionsResource.encoded(collection.id());
  }

  private Described find(Exchange exchange) throws IOException {
    String id = exchange.path("collection");
    return collections
        .collection(id)
        .filter(known -> names.visible(exchange, id))
        .orElseThrow(() -> CollectionsResource.unknown(id));
  }

  private static void write(JsonGenerator json, Described collection, OgcLinks links) {
    json.writeStartObject();
    json.writeStringProperty("id", collection.id());
    json.writeStringProperty("title", collection.id());
    json.writeStringProperty("itemType", "feature");
    extent(json, CollectionsResource.around(collection));
    json.writeArrayPropertyStart("crs");
    CrsParameter.served(collection).forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("storageCrs", CrsParameter.uri(collection.srs()));
    links.begin(json);
    links.link(json, "self", OgcLinks.JSON, path(collection));
    links.link(json, "items", OgcLinks.GEOJSON, path(collection) + "/items");
    links.end(json);
    json.writeEndObject();
  }

  private static void extent(JsonGenerator json, Bounds box) {
    if (box.isNone()) {
      return;
    }
    json.writeObjectPropertyStart("extent");
    json.writeObjectPropertyStart("spatial");
    json.writeArrayPropertyStart("bbox");
    json.writeArray(new double[] {box.minX(), box.minY(), box.maxX(), box.maxY()}, 0, 4);
    json.writeEndArray();
    json.writeStringProperty("crs", CrsParameter.CRS84);
    json.writeEndObject();
    json.writeEndObject();
  }
}
