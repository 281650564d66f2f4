package dev.penstock.server.intake;

import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Json;
import java.net.URI;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payloads that are to be fetched, and what is to become of each.
 *
 * @param urls at least one
 * @param caller who asked
 */
record FetchOrder(List<URI> urls, IntakeWish wish, Caller caller) {
  FetchOrder {
    urls = List.copyOf(urls);
  }

  byte[] bytes() {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("urls");
          urls.forEach(url -> json.writeString(url.toString()));
          json.writeEndArray();
          json.writeStringProperty("tenant", caller.tenant());
          json.writeStringProperty("key", caller.key());
          WishJson.write(json, wish);
          json.writeEndObject();
        });
  }

  static FetchOrder read(byte[] bytes) {
    JsonNode json = JsonMapper.shared().readTree(bytes);
    return new FetchOrder(
        json.required("urls").valueStream().map(url -> URI.create(url.asString())).toList(),
        WishJson.read(json),
        new Caller(json.required("tenant").asString(), json.required("key").asString()));
  }
}
