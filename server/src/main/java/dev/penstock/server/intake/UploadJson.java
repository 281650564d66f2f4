package dev.penstock.server.intake;

import dev.penstock.job.JobId;
import dev.penstock.server.web.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An upload as it is noted beside its bytes. */
final class UploadJson {
  private UploadJson() {}

  static byte[] bytes(Upload upload) {
    return Json.bytes(json -> write(json, upload));
  }

  private static void write(JsonGenerator json, Upload upload) {
    IntakeWish wish = upload.wish();
    json.writeStartObject();
    json.writeStringProperty("id", upload.id().value());
    json.writeStringProperty("tenant", upload.tenant());
    json.writeStringProperty("key", upload.key());
    json.writeNumberProperty("length", upload.length());
    json.writeStringProperty("begun", upload.begun().toString());
    json.writeStringProperty("job", upload.job().map(JobId::value).orElse(null));
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
    json.writeEndObject();
  }

  static Upload read(byte[] bytes) throws IOException {
    try {
      JsonNode json = JsonMapper.shared().readTree(bytes);
      Map<String, List<String>> query = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : json.path("query").properties()) {
        var values = new ArrayList<String>();
        entry.getValue().forEach(value -> values.add(value.asString()));
        query.put(entry.getKey(), values);
      }
      var wish =
          new IntakeWish(
              json.required("pipeline").asString(),
              query,
              json.required("name").asString(),
              text(json, "idempotency"),
              text(json, "digest"),
              json.required("packed").booleanValue());
      return new Upload(
          new JobId(json.required("id").asString()),
          json.required("tenant").asString(),
          json.required("key").asString(),
          json.required("length").longValue(),
          wish,
          Instant.parse(json.required("begun").asString()),
          text(json, "job").map(JobId::new));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException("the note of an upload cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<String> text(JsonNode json, String name) {
    return json.hasNonNull(name) ? Optional.of(json.path(name).asString()) : Optional.empty();
  }
}
