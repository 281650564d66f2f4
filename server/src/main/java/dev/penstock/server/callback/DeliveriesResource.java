package dev.penstock.server.callback;

import dev.penstock.callback.CallbackOrders;
import dev.penstock.callback.Delivery;
import dev.penstock.callback.DeliveryLog;
import dev.penstock.callback.DeliveryQuery;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code /v1/deliveries}: the newest first, one with its attempts, and one again. */
public final class DeliveriesResource {
  private static final int ATTEMPTS = 100;

  private final DeliveryLog log;
  private final CallbackJobs jobs;

  public DeliveriesResource(CallbackParts parts) {
    this.log = parts.books().deliveries();
    this.jobs = new CallbackJobs(parts.engine(), new JobIds(parts.clock()));
  }

  public Reply list(Exchange exchange) throws IOException {
    Query query = exchange.query().only("subscription", "job", "state", "before", "limit");
    int limit = (int) query.whole("limit", 50, 1, 500);
    var wanted =
        new DeliveryQuery(
            exchange.tenant(),
            query.one("subscription"),
            query.one("job").map(DeliveriesResource::job),
            query.one("state").map(DeliveriesResource::state),
            DeliveryQuery.Range.ALL,
            query.one("before"),
            limit);
    List<Delivery> page = log.list(wanted);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("deliveries");
              page.forEach(delivery -> CallbackJson.write(json, delivery));
              json.writeEndArray();
              json.writeObjectPropertyStart("links");
              if (page.size() == limit) {
                json.writeStringProperty("next", next(query, page.getLast().id()));
              }
              json.writeEndObject();
              json.writeEndObject();
            }));
  }

  private static String next(Query query, String last) {
    var href = new StringBuilder("/v1/deliveries?before=").append(last);
    for (String name : List.of("subscription", "job", "state", "limit")) {
      query
          .one(name)
          .ifPresent(
              value ->
                  href.append('&')
                      .append(name)
                      .append('=')
                      .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }
    return href.toString();
  }

  private static JobId job(String text) {
    if (!JobId.isJobId(text)) {
      throw Query.invalid("job", "must be a job id");
    }
    return new JobId(text);
  }

  /** Reads a state of deliveries. */
  static Delivery.State state(String word) {
    return Arrays.stream(Delivery.State.values())
        .filter(state -> state.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                Query.invalid(
                    "state",
                    "takes "
                        + Arrays.stream(Delivery.State.values())
                            .map(Delivery.State::word)
                            .collect(Collectors.joining(", "))));
  }

  public Reply one(Exchange exchange) throws IOException {
    exchange.query().only();
    Delivery delivery = find(exchange);
    return Reply.json(
        200,
        CallbackJson.whole(delivery, log.attempts(exchange.tenant(), delivery.id(), ATTEMPTS)));
  }

  public Reply replay(Exchange exchange) throws IOException {
    exchange.query().only();
    Delivery delivery = find(exchange);
    return jobs.submit(id -> CallbackOrders.replay(id, delivery));
  }

  private Delivery find(Exchange exchange) throws IOException {
    String id = exchange.path("delivery");
    return log.get(exchange.tenant(), id)
        .orElseThrow(
            () ->
                HttpProblem.of(
                        Code.DELIVERY_UNKNOWN,
                        "There is no delivery '%s'.".formatted(Exchange.clip(id)))
                    .refused());
  }
}
