package dev.penstock.server.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** A wish as members of a JSON object, for whoever keeps it until the payload is there. */
final class WishJson {
  private WishJson() {}

  static void write(JsonGenerator json, IntakeWish wish) {
    json.writeStringProperty("pipeline", wish.pipeline());
    json.writeStringProperty("name", wish.name());
    json.writeStringProperty("idempotency", wish.key().orElse(null));
    json.writeStringProperty("digest", wish.digest().orElse(null));
    json.writeBooleanProperty("packed", wish.packed());
    json.writeObjectPropertyStart("query");
    wish.query()
        .forEach(
            (name, values) -> {
              json.writeArrayPropertyStart(name);
              values.forEach(json::writeString);
              json.writeEndArray();
            });
    json.writeEndObject();
  }

  static IntakeWish read(JsonNode json) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.path("query").properties()) {
      var values = new ArrayList<String>();
      entry.getValue().forEach(value -> values.add(value.asString()));
      query.put(entry.getKey(), values);
    }
    return new IntakeWish(
        json.required("pipeline").asString(),
        query,
        json.required("name").asString(),
        text(json, "idempotency"),
        text(json, "digest"),
        json.required("packed").booleanValue());
  }

  static Optional<String> text(JsonNode json, String name) {
    return json.hasNonNull(name) ? Optional.of(json.path(name).asString()) : Optional.empty();
  }
}
