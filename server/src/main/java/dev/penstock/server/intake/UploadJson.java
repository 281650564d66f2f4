package dev.penstock.server.intake;

import dev.penstock.job.JobId;
import dev.penstock.server.web.Json;
import java.io.IOException;
import java.time.Instant;
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
    json.writeStartObject();
    json.writeStringProperty("id", upload.id().value());
    json.writeStringProperty("tenant", upload.tenant());
    json.writeStringProperty("key", upload.key());
    json.writeNumberProperty("length", upload.length());
    json.writeStringProperty("begun", upload.begun().toString());
    json.writeStringProperty("job", upload.job().map(JobId::value).orElse(null));
    WishJson.write(json, upload.wish());
    json.writeEndObject();
  }

  static Upload read(byte[] bytes) throws IOException {
    try {
      JsonNode json = JsonMapper.shared().readTree(bytes);
      return new Upload(
          new JobId(json.required("id").asString()),
          json.required("tenant").asString(),
          json.required("key").asString(),
          json.required("length").longValue(),
          WishJson.read(json),
          Instant.parse(json.required("begun").asString()),
          WishJson.text(json, "job").map(JobId::new));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException("the note of an upload cannot be read: " + e.getMessage(), e);
    }
  }
}
