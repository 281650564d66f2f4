package dev.penstock.server.callback;

import dev.penstock.callback.CallbackOrders;
import dev.penstock.callback.CallbacksPipeline;
import dev.penstock.callback.DeliveryQuery;
import dev.penstock.callback.Endpoint;
import dev.penstock.callback.EndpointKey;
import dev.penstock.callback.Subscription;
import dev.penstock.callback.SubscriptionBook;
import dev.penstock.job.JobIds;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.JsonBody;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /v1/subscriptions} and {@code /v1/subscriptions/{subscription}}: PUT keeps one and opens
 * it again if it was given up, POST only if it is new; a test event; a replay of what it was told.
 */
public final class SubscriptionsResource {
  private final CallbackParts parts;
  private final SubscriptionBook book;
  private final SubscriptionReader reader;
  private final CallbackJobs jobs;

  public SubscriptionsResource(CallbackParts parts, Catalog catalog) {
    this.parts = parts;
    this.book = parts.books().subscriptions();
    this.reader = new SubscriptionReader(catalog, parts.rules());
    this.jobs = new CallbackJobs(parts.engine(), new JobIds(parts.clock()));
  }

  public Reply list(Exchange exchange) throws IOException {
    Query query = exchange.query().only("after", "limit");
    int limit = (int) query.whole("limit", 50, 1, 100);
    List<Endpoint> page = book.list(exchange.tenant(), query.one("after").orElse(""), limit);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("subscriptions");
              page.forEach(endpoint -> CallbackJson.write(json, endpoint));
              json.writeEndArray();
              json.writeObjectPropertyStart("links");
              if (page.size() == limit) {
                String last = page.getLast().subscription().key().id();
                json.writeStringProperty(
                    "next", "/v1/subscriptions?after=%s&limit=%d".formatted(last, limit));
              }
              json.writeEndObject();
              json.writeEndObject();
            }));
  }

  public Reply one(Exchange exchange) throws IOException {
    exchange.query().only();
    return shown(find(exchange), 200);
  }

  public Reply put(Exchange exchange) throws IOException {
    EndpointKey key = fresh(exchange);
    return keep(exchange, key, book.get(key).isPresent() ? 200 : 201);
  }

  public Reply post(Exchange exchange) throws IOException {
    EndpointKey key = fresh(exchange);
    if (book.get(key).isPresent()) {
      return Reply.refused(
          Code.SUBSCRIPTION_EXISTS,
          "There is a subscription '%s' already. PUT replaces it.".formatted(key.id()));
    }
    return keep(exchange, key, 201);
  }

  private Reply keep(Exchange exchange, EndpointKey key, int status) throws IOException {
    Subscription subscription = reader.read(key, exchange, parts.clock().instant());
    book.put(subscription);
    CallbacksPipeline.limit(parts.engine(), key);
    parts.engine().gates().resume(key.gate());
    parts.audience().reload();
    return shown(find(exchange), status);
  }

  private static Reply shown(Endpoint endpoint, int status) {
    byte[] body = Json.bytes(json -> CallbackJson.write(json, endpoint));
    return Reply.json(status, body)
        .withHeader("Location", CallbackJson.link(endpoint.subscription().key()));
  }

  public Reply delete(Exchange exchange) throws IOException {
    exchange.query().only();
    EndpointKey key = find(exchange).subscription().key();
    book.remove(key);
    parts.audience().reload();
    return new Reply.Bare(204, Map.of());
  }

  /** Sends an event that only shows that events arrive. */
  public Reply test(Exchange exchange) throws IOException {
    exchange.query().only();
    EndpointKey key = find(exchange).subscription().key();
    return jobs.submit(id -> CallbackOrders.test(id, key));
  }

  /** Delivers again what it was to be told: {@code from}, {@code until}, {@code state}. */
  public Reply replay(Exchange exchange) throws IOException {
    exchange.query().only();
    EndpointKey key = find(exchange).subscription().key();
    JsonBody body = JsonBody.of(exchange, "from", "until", "state");
    var range =
        new DeliveryQuery.Range(
            body.moment("from").orElse(DeliveryQuery.Range.ALL.from()),
            body.moment("until").orElse(parts.clock().instant()));
    var state = body.text("state").map(DeliveriesResource::state);
    return jobs.submit(id -> CallbackOrders.replay(id, key, range, state));
  }

  private Endpoint find(Exchange exchange) throws IOException {
    String id = exchange.path("subscription");
    Optional<Endpoint> found =
        EndpointKey.isId(id) ? book.get(new EndpointKey(exchange.tenant(), id)) : Optional.empty();
    return found.orElseThrow(() -> unknown(id));
  }

  static RuntimeException unknown(String id) {
    return HttpProblem.of(
            Code.SUBSCRIPTION_UNKNOWN,
            "There is no subscription '%s'.".formatted(Exchange.clip(id)))
        .refused();
  }

  private static EndpointKey fresh(Exchange exchange) {
    exchange.query().only();
    String id = exchange.path("subscription");
    if (!EndpointKey.isId(id)) {
      throw HttpProblem.of(
              Code.SUBSCRIPTION_INVALID,
              "'%s' is no id: 1 to 64 of a-z 0-9 . _ -, the first a letter or a digit."
                  .formatted(Exchange.clip(id)))
          .refused();
    }
    return new EndpointKey(exchange.tenant(), id);
  }
}
