package dev.penstock.server.intake;

import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Json;
import java.net.URI;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A payload that is to be fetched, and what is to become of it.
 *
 * @param caller who asked
 */
record FetchOrder(URI url, IntakeWish wish, Caller caller) {
  byte[] bytes() {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("url", url.toString());
          json.writeStringProperty("tenant", caller.tenant());
          json.writeStringProperty("key", caller.key());
          WishJson.write(json, wish);
          json.writeEndObject();
        });
  }

  static FetchOrder read(byte[] bytes) {
    JsonNode json = JsonMapper.shared().readTree(bytes);
    return new FetchOrder(
        URI.create(json.required("url").asString()),
        WishJson.read(json),
        new Caller(json.required("tenant").asString(), json.required("key").asString()));
  }
}
