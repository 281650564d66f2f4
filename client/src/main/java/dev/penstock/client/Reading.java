package dev.penstock.client;

import dev.penstock.client.JobView.Chunks;
import dev.penstock.client.JobView.Counts;
import dev.penstock.client.JobView.Fault;
import dev.penstock.client.JobView.ResultView;
import dev.penstock.client.JobView.StageView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the server's JSON. Fields that are missing read as nothing, unknown ones are passed over.
 */
final class Reading {
  private static final JsonMapper JSON = new JsonMapper();

  private Reading() {}

  static JsonNode json(byte[] body) {
    return JSON.readTree(body);
  }

  static JobView job(JsonNode json) {
    JsonNode progress = json.path("progress");
    return new JobView(
        new JobView.Identity(
            text(json, "id"),
            text(json, "name"),
            text(json, "pipeline"),
            json.path("version").asInt(0),
            texts(json.path("inputs"))),
        text(json, "status"),
        json.path("partial").asBoolean(false),
        progress.isNumber() ? progress.doubleValue() : null,
        counts(json.path("counts")),
        list(json.path("stages"), Reading::stage),
        new JobView.Report(
            text(json, "summary"),
            fault(json.path("failure")),
            list(json.path("results"), Reading::result),
            Instant.parse(text(json, "created")),
            moment(json.path("finished"))),
        json);
  }

  static List<JobView> jobs(JsonNode json) {
    return list(json.path("jobs"), Reading::job);
  }

  static List<EventView> events(JsonNode json) {
    return list(json.path("events"), Reading::event);
  }

  static EventView event(JsonNode json) {
    return new EventView(
        json.path("seq").asLong(0),
        Instant.parse(text(json, "at")),
        text(json, "kind"),
        json.path("anomaly").asBoolean(false),
        json.has("stage") ? text(json, "stage") : null,
        text(json, "text"));
  }

  /** A body that is no problem document still makes an exception that tells the status. */
  static PenstockException problem(int status, byte[] body) {
    try {
      JsonNode json = json(body);
      List<String> errors = list(json.path("errors"), error -> text(error, "detail"));
      return new PenstockException(status, text(json, "code"), text(json, "detail"), errors);
    } catch (JacksonException e) {
      return new PenstockException(status, "", "The server answered " + status + ".", List.of());
    }
  }

  private static StageView stage(JsonNode json) {
    JsonNode chunks = json.path("chunks");
    return new StageView(
        text(json, "stage"),
        new Chunks(
            number(chunks, "ready"),
            number(chunks, "delayed"),
            number(chunks, "running"),
            number(chunks, "done"),
            number(chunks, "dead"),
            number(chunks, "cancelled")),
        counts(json.path("items")),
        number(json, "underway"),
        number(json, "retries"));
  }

  private static Counts counts(JsonNode json) {
    return new Counts(
        number(json, "in"),
        number(json, "ok"),
        number(json, "repaired"),
        number(json, "rejected"),
        number(json, "dead"),
        number(json, "duplicates"),
        number(json, "open"));
  }

  private static ResultView result(JsonNode json) {
    return new ResultView(
        text(json, "name"),
        text(json, "mediaType"),
        json.path("bytes").asLong(-1),
        text(json, "href"));
  }

  private static @Nullable Fault fault(JsonNode json) {
    return json.isObject() ? new Fault(text(json, "code"), text(json, "detail")) : null;
  }

  private static @Nullable Instant moment(JsonNode json) {
    return json.isString() ? Instant.parse(json.stringValue()) : null;
  }

  private static Map<String, String> texts(JsonNode json) {
    var texts = new LinkedHashMap<String, String>();
    json.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
    return texts;
  }

  private static <T> List<T> list(JsonNode json, Function<JsonNode, T> each) {
    var list = new ArrayList<T>();
    json.forEach(node -> list.add(each.apply(node)));
    return list;
  }

  private static long number(JsonNode json, String name) {
    return json.path(name).asLong(0);
  }

  static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }
}
