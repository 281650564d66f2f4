package dev.penstock.server.pipeline;

import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Reply;

/** {@code /v1/pipelines} and {@code /v1/pipelines/{pipeline}}: what is declared. */
public final class PipelinesResource {
  private final Catalog catalog;

  public PipelinesResource(Catalog catalog) {
    this.catalog = catalog;
  }

  public Reply list(Exchange exchange) {
    exchange.query().only();
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("pipelines");
              catalog.all().forEach(offer -> PipelineJson.write(json, offer.pipeline()));
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  public Reply one(Exchange exchange) {
    exchange.query().only();
    Offer offer = catalog.of(exchange);
    return Reply.json(200, Json.bytes(json -> PipelineJson.write(json, offer.pipeline())));
  }
}
