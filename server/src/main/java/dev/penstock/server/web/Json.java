package dev.penstock.server.web;

import dev.penstock.job.Problem;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON, streamed, in the spellings that all resources share. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** One JSON text as UTF-8. */
  public static byte[] bytes(Consumer<JsonGenerator> writer) {
    return bytes(1024, writer);
  }

  /** The same, of a text that is likely to take so many bytes. */
  public static byte[] bytes(int likely, Consumer<JsonGenerator> writer) {
    var out = new ByteArrayOutputStream(likely);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      writer.accept(json);
    }
    return out.toByteArray();
  }

  /** A moment as ISO 8601 in UTC with milliseconds at most; null where there is none yet. */
  public static void moment(JsonGenerator json, String name, @Nullable Instant at) {
    if (at == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, at.truncatedTo(ChronoUnit.MILLIS).toString());
    }
  }

  /** {@code {"code": …, "detail": …}}. */
  public static void problem(JsonGenerator json, Problem problem) {
    json.writeStartObject();
    json.writeStringProperty("code", problem.code());
    json.writeStringProperty("detail", problem.detail());
    json.writeEndObject();
  }
}
