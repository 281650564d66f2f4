package dev.penstock.server.ogc;

import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.server.collection.CollectionNames;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.RefusedException;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.List;

/** {@code /ogc/collections}, and one of them. */
public final class OgcCollections {
  /** The standard knows no pages of collections. */
  private static final int MOST = 10_000;

  private final FeatureCollections collections;
  private final CollectionNames names;
  private final String publicUrl;

  /**
   * @param publicUrl what the server is reached by; empty: as the request says
   */
  public OgcCollections(FeatureCollections collections, CollectionNames names, String publicUrl) {
    this.publicUrl = publicUrl;
    this.collections = collections;
    this.names = names;
  }

  public Reply list(Exchange exchange) throws IOException {
    exchange.query().only("f");
    Links links = links(exchange);
    List<Described> all =
        collections.collections("", MOST).stream()
            .filter(each -> names.visible(exchange, each.id()))
            .toList();
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("links");
              Links.write(json, "self", Links.JSON, links.collections());
              json.writeEndArray();
              json.writeArrayPropertyStart("crs");
              CrsNames.ALL.forEach(json::writeString);
              json.writeEndArray();
              json.writeArrayPropertyStart("collections");
              all.forEach(each -> CollectionJson.write(json, links, each, List.of("#/crs")));
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  public Reply one(Exchange exchange) throws IOException {
    exchange.query().only("f");
    Described collection = find(exchange);
    Links links = links(exchange);
    return Reply.json(
        200, Json.bytes(json -> CollectionJson.write(json, links, collection, CrsNames.ALL)));
  }

  /** Where the links of an answer start. */
  Links links(Exchange exchange) {
    return Links.of(exchange, publicUrl);
  }

  /** The collection in the path. */
  Described find(Exchange exchange) throws IOException {
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
}
