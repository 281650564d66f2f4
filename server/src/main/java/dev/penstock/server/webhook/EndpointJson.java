package dev.penstock.server.webhook;

import dev.penstock.server.web.Json;
import dev.penstock.webhook.SharedSecret;
import dev.penstock.webhook.WebhookEndpoint;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** An endpoint as JSON. Secrets are not in it, but for one that was just made. */
final class EndpointJson {
  private EndpointJson() {}

  static String link(String id) {
    return "/v1/endpoints/" + id;
  }

  static void write(JsonGenerator json, WebhookEndpoint endpoint, Optional<SharedSecret> made) {
    json.writeStartObject();
    json.writeStringProperty("id", endpoint.id());
    json.writeStringProperty("tenant", endpoint.tenant());
    json.writeStringProperty("scheme", endpoint.scheme().word());
    json.writeStringProperty("header", endpoint.header());
    json.writeNumberProperty("secrets", endpoint.secrets().size());
    made.ifPresent(secret -> json.writeStringProperty("secret", secret.reveal()));
    json.writeStringProperty("pipeline", endpoint.order().pipeline());
    json.writeObjectPropertyStart("inputs");
    new TreeMap<>(endpoint.order().inputs()).forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeBooleanProperty("enabled", endpoint.enabled());
    Json.moment(json, "since", endpoint.since());
    json.writeObjectPropertyStart("links");
    json.writeStringProperty("self", link(endpoint.id()));
    json.writeStringProperty("post", "/v1/webhooks/" + endpoint.id());
    json.writeEndObject();
    json.writeEndObject();
  }
}
