package dev.penstock.server.deadletter;

import dev.penstock.engine.DeadLetters;
import dev.penstock.job.DeadLetter;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import tools.jackson.core.JsonGenerator;

/** Writes dead letters as the API shows them. */
final class LetterJson {
  private LetterJson() {}

  static void write(JsonGenerator json, DeadLetter letter) {
    json.writeStartObject();
    json.writeStringProperty("job", letter.job().value());
    json.writeStringProperty("stage", letter.stage());
    json.writeNumberProperty("chunk", letter.chunk());
    json.writeNumberProperty("items", letter.load().in());
    json.writeNumberProperty("bytes", letter.payload().length());
    json.writeNumberProperty("attempts", letter.tries().attempts());
    json.writeNumberProperty("crashes", letter.tries().crashes());
    Json.moment(json, "at", letter.at());
    json.writeName("problem");
    Json.problem(json, letter.problem());
    json.writeObjectPropertyStart("links");
    String self = JobLinks.job(letter.job()) + "/dead-letters/" + letter.chunk();
    json.writeStringProperty("payload", self + "/payload");
    json.writeStringProperty("replay", self + "/replay");
    json.writeEndObject();
    json.writeEndObject();
  }

  /**
   * A group, with what its first letter says.
   *
   * @param message of one of its letters; its numbers may be others elsewhere
   */
  static void write(JsonGenerator json, DeadLetters.Group group, String message) {
    json.writeStartObject();
    json.writeStringProperty("fingerprint", fingerprint(group));
    json.writeStringProperty("message", message);
    json.writeStringProperty("pipeline", group.pipeline());
    json.writeStringProperty("stage", group.stage());
    json.writeStringProperty("code", group.code());
    json.writeNumberProperty("chunks", group.chunks());
    json.writeNumberProperty("items", group.items());
    json.writeNumberProperty("jobs", group.jobs());
    Json.moment(json, "oldest", group.oldest());
    Json.moment(json, "newest", group.newest());
    json.writeEndObject();
  }

  /** Short, and the same on every server: what people call a group by. */
  private static String fingerprint(DeadLetters.Group group) {
    var sum = new CRC32C();
    String name = "%s/%s/%s".formatted(group.pipeline(), group.stage(), group.code());
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(sum.getValue());
  }
}
