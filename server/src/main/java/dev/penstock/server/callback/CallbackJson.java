package dev.penstock.server.callback;

import dev.penstock.callback.Attempt;
import dev.penstock.callback.Delivery;
import dev.penstock.callback.Endpoint;
import dev.penstock.callback.EndpointKey;
import dev.penstock.callback.EventType;
import dev.penstock.callback.Standing;
import dev.penstock.callback.Subscription;
import dev.penstock.job.JobId;
import dev.penstock.server.web.Json;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes subscriptions and deliveries as the API shows them. */
final class CallbackJson {
  private CallbackJson() {}

  static String link(EndpointKey key) {
    return "/v1/subscriptions/" + key.id();
  }

  static String link(Delivery delivery) {
    return "/v1/deliveries/" + delivery.id();
  }

  static void write(JsonGenerator json, Endpoint endpoint) {
    Subscription subscription = endpoint.subscription();
    Standing standing = endpoint.standing();
    json.writeStartObject();
    json.writeStringProperty("id", subscription.key().id());
    json.writeStringProperty("url", subscription.target().toString());
    texts(json, "events", subscription.types().stream().map(EventType::word).toList());
    texts(json, "pipelines", subscription.pipelines());
    json.writeStringProperty("format", subscription.format().word());
    json.writeBooleanProperty("enabled", subscription.enabled());
    json.writeBooleanProperty("open", endpoint.open());
    json.writeStringProperty("disabled", standing.disabled().orElse(null));
    json.writeNumberProperty("failures", standing.failures());
    Json.moment(json, "failingSince", standing.failingSince().orElse(null));
    Json.moment(json, "since", subscription.since());
    json.writeObjectPropertyStart("links");
    String self = link(subscription.key());
    json.writeStringProperty("self", self);
    json.writeStringProperty("secret", self + "/secret");
    json.writeStringProperty("test", self + "/test");
    json.writeStringProperty("replay", self + "/replay");
    json.writeStringProperty(
        "deliveries", "/v1/deliveries?subscription=" + subscription.key().id());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, java.util.Collection<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.stream().sorted().forEach(json::writeString);
    json.writeEndArray();
  }

  static void write(JsonGenerator json, Delivery delivery) {
    json.writeStartObject();
    facts(json, delivery);
    json.writeEndObject();
  }

  /** One delivery with what it said and what it was answered. */
  static byte[] whole(Delivery delivery, List<Attempt> attempts) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          facts(json, delivery);
          json.writeStringProperty(
              "body", new String(delivery.event().body(), java.nio.charset.StandardCharsets.UTF_8));
          json.writeArrayPropertyStart("attempts");
          attempts.forEach(attempt -> write(json, attempt));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void facts(JsonGenerator json, Delivery delivery) {
    boolean ofJobs = delivery.endpoint().id().equals(EndpointKey.OF_JOBS);
    json.writeStringProperty("id", delivery.id());
    json.writeStringProperty("event", delivery.event().id());
    json.writeStringProperty("type", delivery.event().type().word());
    json.writeStringProperty("job", delivery.event().job().map(JobId::value).orElse(null));
    json.writeStringProperty("subscription", ofJobs ? null : delivery.endpoint().id());
    json.writeStringProperty("url", delivery.target().toString());
    json.writeStringProperty("state", delivery.state().word());
    json.writeNumberProperty("attempted", delivery.attempts());
    Json.moment(json, "at", delivery.event().at());
    Json.moment(json, "updated", delivery.updated());
    json.writeObjectPropertyStart("links");
    json.writeStringProperty("self", link(delivery));
    json.writeStringProperty("replay", link(delivery) + "/replay");
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Attempt attempt) {
    json.writeStartObject();
    Json.moment(json, "at", attempt.at());
    json.writeNumberProperty("status", attempt.status());
    json.writeNumberProperty("seconds", attempt.took().toMillis() / 1e3);
    json.writeStringProperty("said", attempt.said());
    json.writeEndObject();
  }
}
