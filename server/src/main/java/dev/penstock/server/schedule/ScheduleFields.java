package dev.penstock.server.schedule;

import dev.penstock.pipeline.Nearest;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fields of a schedule in JSON; one of another kind is a fault and reads as absent. */
final class ScheduleFields {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> NAMES =
      List.of(
          "pipeline",
          "cron",
          "zone",
          "misfire",
          "catchUp",
          "inputs",
          "payload",
          "payloadBase64",
          "enabled");

  private final JsonNode json;
  private final ScheduleFaults faults;

  private ScheduleFields(JsonNode json, ScheduleFaults faults) {
    this.json = json;
    this.faults = faults;
  }

  static ScheduleFields of(byte[] body, ScheduleFaults faults) {
    try {
      JsonNode json = JSON.readTree(body);
      if (json.isObject()) {
        json.propertyNames().forEach(name -> checkName(name, faults));
        return new ScheduleFields(json, faults);
      }
    } catch (JacksonException e) {
      throw unreadable();
    }
    throw unreadable();
  }

  private static RuntimeException unreadable() {
    return HttpProblem.of(
            Code.BODY_INVALID,
            "Expected a JSON object such as {\"pipeline\": …, \"cron\": \"0 2 * * *\", \"payload\":"
                + " …}.")
        .refused();
  }

  private static void checkName(String name, ScheduleFaults faults) {
    if (!NAMES.contains(name)) {
      String hint =
          Nearest.to(name, NAMES)
              .map(near -> "Did you mean " + near + "?")
              .orElse("Known fields: " + String.join(", ", NAMES) + ".");
      faults.add(
          Code.BODY_INVALID, "There is no field '%s'. %s".formatted(Exchange.clip(name), hint));
    }
  }

  /** A text; null is absent. */
  Optional<String> text(String name) {
    JsonNode value = json.path(name);
    if (value.isString()) {
      return Optional.of(value.stringValue());
    }
    expect(value, name, "a text");
    return Optional.empty();
  }

  /** A text that has to be there; if it is not, that is a fault and the answer is empty. */
  String required(String name) {
    if (!json.hasNonNull(name)) {
      faults.add(Code.BODY_INVALID, "The field %s is missing.".formatted(name));
    }
    return text(name).orElse("");
  }

  boolean flag(String name, boolean fallback) {
    JsonNode value = json.path(name);
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    expect(value, name, "true or false");
    return fallback;
  }

  Optional<Integer> whole(String name) {
    JsonNode value = json.path(name);
    if (value.canConvertToInt() && value.isIntegralNumber()) {
      return Optional.of(value.intValue());
    }
    expect(value, name, "a whole number");
    return Optional.empty();
  }

  /** Values as text: numbers and booleans may stand bare. */
  Map<String, String> texts(String name) {
    var texts = new LinkedHashMap<String, String>();
    JsonNode value = json.path(name);
    if (!value.isObject()) {
      expect(value, name, "an object");
      return texts;
    }
    value
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                texts.put(entry.getKey(), entry.getValue().asString());
              } else {
                faults.add(
                    Code.BODY_INVALID,
                    "%s.%s must be a text, a number, true or false."
                        .formatted(name, Exchange.clip(entry.getKey())));
              }
            });
    return texts;
  }

  /** The payload: a text as UTF-8, an object or array as JSON, or any bytes in base 64. */
  byte[] payload() {
    JsonNode plain = json.path("payload");
    Optional<String> encoded = text("payloadBase64");
    if (encoded.isPresent() && json.hasNonNull("payload")) {
      faults.add(Code.BODY_INVALID, "Give payload or payloadBase64, not both.");
    }
    if (encoded.isPresent()) {
      return decoded(encoded.get());
    }
    if (plain.isContainer()) {
      return JSON.writeValueAsBytes(plain);
    }
    if (!plain.isString()) {
      expect(plain, "payload", "a text, an object or an array");
    }
    return plain.asString("").getBytes(StandardCharsets.UTF_8);
  }

  private byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      faults.add(Code.BODY_INVALID, "payloadBase64 is not base 64 of RFC 4648, section 4.");
      return new byte[0];
    }
  }

  private void expect(JsonNode value, String name, String kind) {
    if (!value.isMissingNode() && !value.isNull()) {
      faults.add(Code.BODY_INVALID, "%s must be %s.".formatted(name, kind));
    }
  }
}
