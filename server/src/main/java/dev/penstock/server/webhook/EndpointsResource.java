package dev.penstock.server.webhook;

import dev.penstock.server.intake.OrderCheck;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import dev.penstock.webhook.WebhookBook;
import dev.penstock.webhook.WebhookEndpoint;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /v1/endpoints} and {@code /v1/endpoints/{endpoint}}: PUT keeps one, POST only if it is
 * new. Two secrets at once let a sender change over: both are good.
 */
public final class EndpointsResource {
  private final WebhookBook book;
  private final EndpointReader reader;
  private final InstantSource clock;

  public EndpointsResource(WebhookBook book, OrderCheck orders, InstantSource clock) {
    this.book = book;
    this.reader = new EndpointReader(orders);
    this.clock = clock;
  }

  public Reply list(Exchange exchange) throws IOException {
    Query query = exchange.query().only("after", "limit");
    int limit = (int) query.whole("limit", 50, 1, 100);
    List<WebhookEndpoint> page = book.list(exchange.tenant(), query.one("after").orElse(""), limit);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("endpoints");
              page.forEach(endpoint -> EndpointJson.write(json, endpoint, Optional.empty()));
              json.writeEndArray();
              json.writeObjectPropertyStart("links");
              if (page.size() == limit) {
                json.writeStringProperty(
                    "next",
                    "/v1/endpoints?after=%s&limit=%d".formatted(page.getLast().id(), limit));
              }
              json.writeEndObject();
              json.writeEndObject();
            }));
  }

  public Reply one(Exchange exchange) throws IOException {
    exchange.query().only();
    String id = exchange.path("endpoint");
    WebhookEndpoint endpoint = own(exchange, id).orElseThrow(() -> unknown(id));
    return shown(new EndpointReader.Read(endpoint, Optional.empty()), 200);
  }

  public Reply put(Exchange exchange) throws IOException {
    return keep(exchange, false);
  }

  public Reply post(Exchange exchange) throws IOException {
    return keep(exchange, true);
  }

  private Reply keep(Exchange exchange, boolean onlyNew) throws IOException {
    exchange.query().only();
    String id = exchange.path("endpoint");
    if (!WebhookEndpoint.isId(id)) {
      return Reply.refused(
          Code.ENDPOINT_INVALID,
          "'%s' is no id: 1 to 64 of a-z 0-9 . _ -, the first a letter or a digit."
              .formatted(Exchange.clip(id)));
    }
    Optional<WebhookEndpoint> before = own(exchange, id);
    if (onlyNew && before.isPresent()) {
      return exists("There is an endpoint '%s' already. PUT replaces it.", id);
    }
    EndpointReader.Read read = reader.read(id, exchange, before, clock.instant());
    if (!book.put(read.endpoint())) {
      return exists("The id '%s' is taken. Choose another one.", id);
    }
    return shown(read, before.isPresent() ? 200 : 201);
  }

  private static Reply exists(String sentence, String id) {
    return Reply.refused(Code.ENDPOINT_EXISTS, sentence.formatted(id));
  }

  private static Reply shown(EndpointReader.Read read, int status) {
    WebhookEndpoint endpoint = read.endpoint();
    byte[] body = Json.bytes(json -> EndpointJson.write(json, endpoint, read.made()));
    return Reply.json(status, body)
        .withHeader("Location", EndpointJson.link(endpoint.id()))
        .withHeader("Cache-Control", "no-store");
  }

  public Reply delete(Exchange exchange) throws IOException {
    exchange.query().only();
    String id = exchange.path("endpoint");
    if (!book.remove(exchange.tenant(), id)) {
      throw unknown(id);
    }
    return new Reply.Bare(204, Map.of());
  }

  private Optional<WebhookEndpoint> own(Exchange exchange, String id) throws IOException {
    return WebhookEndpoint.isId(id)
        ? book.get(id).filter(known -> known.tenant().equals(exchange.tenant()))
        : Optional.empty();
  }

  private static RuntimeException unknown(String id) {
    return HttpProblem.of(
            Code.ENDPOINT_UNKNOWN, "There is no endpoint '%s'.".formatted(Exchange.clip(id)))
        .refused();
  }
}
