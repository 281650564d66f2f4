package dev.penstock.server.run;

import dev.penstock.job.Job;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.server.run.Leavings.Loss;
import dev.penstock.server.web.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/**
 * What a run came to. Always {@code in = ok + repaired + rejected + dead}.
 *
 * @param time from the start of the command to the last result in place
 * @param peakMemory of the process, in bytes
 */
public record RunReport(Job job, String summary, Duration time, long peakMemory, Codes codes) {
  /**
   * How many items have which code.
   *
   * @param rejects of those that were rejected
   * @param warnings of those that went on
   * @param repairs of those that were repaired
   * @param losses what chunks died of
   * @param notes what a person should know of the result, one sentence each
   */
  public record Codes(
      Map<String, Long> rejects,
      Map<String, Long> warnings,
      Map<String, Long> repairs,
      List<Loss> losses,
      List<String> notes) {}

  /** As {@code report.json} holds it. */
  public byte[] json() {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("job", job.id().value());
          json.writeStringProperty("pipeline", job.order().pipeline());
          json.writeStringProperty("name", job.order().name());
          json.writeObjectPropertyStart("inputs");
          new TreeMap<>(job.order().inputs()).forEach(json::writeStringProperty);
          json.writeEndObject();
          json.writeStringProperty("status", job.state().word());
          json.writeBooleanProperty("partial", job.partial());
          json.writeStringProperty("summary", summary);
          Tally items = job.items();
          json.writeNumberProperty("in", job.in());
          json.writeNumberProperty("ok", items.ok());
          json.writeNumberProperty("repaired", items.repaired());
          json.writeNumberProperty("rejected", items.rejected());
          json.writeNumberProperty("dead", items.dead());
          json.writeNumberProperty("seconds", time.toMillis() / 1000.0);
          json.writeNumberProperty("peakMemoryBytes", peakMemory);
          json.writeObjectPropertyStart("rejectsByCode");
          codes.rejects.forEach(json::writeNumberProperty);
          json.writeEndObject();
          json.writeObjectPropertyStart("warningsByCode");
          codes.warnings.forEach(json::writeNumberProperty);
          json.writeEndObject();
          json.writeObjectPropertyStart("repairsByCode");
          codes.repairs.forEach(json::writeNumberProperty);
          json.writeEndObject();
          json.writeArrayPropertyStart("deadLetters");
          codes.losses.forEach(loss -> write(json, loss));
          json.writeEndArray();
          json.writeArrayPropertyStart("notes");
          codes.notes.forEach(json::writeString);
          json.writeEndArray();
          Problem failure = job.outcome().failure();
          if (failure != null) {
            json.writeName("failure");
            Json.problem(json, failure);
          }
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Loss loss) {
    json.writeStartObject();
    json.writeStringProperty("stage", loss.stage());
    json.writeStringProperty("code", loss.first().code());
    json.writeStringProperty("detail", loss.first().detail());
    json.writeNumberProperty("chunks", loss.chunks());
    json.writeNumberProperty("items", loss.items());
    json.writeEndObject();
  }
}
