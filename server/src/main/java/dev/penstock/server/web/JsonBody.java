package dev.penstock.server.web;

import dev.penstock.pipeline.Nearest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small JSON object as a request's body, read field by field; what does not fit is refused. */
public final class JsonBody {
  private static final int MOST = 64 * 1024;
  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(16).maxNumberLength(100).build())
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build());

  private final JsonNode json;

  private JsonBody(JsonNode json) {
    this.json = json;
  }

  /**
   * Reads a body; an empty one is an empty object.
   *
   * @param names of all fields that it may have
   */
  public static JsonBody of(Exchange exchange, String... names) throws IOException {
    byte[] body = exchange.body().whole(MOST);
    JsonNode json;
    try {
      json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException e) {
      throw invalid("The body is not JSON, or has a field twice.");
    }
    if (!json.isObject()) {
      throw invalid("The body is not a JSON object.");
    }
    List<String> known = List.of(names);
    for (String name : json.propertyNames()) {
      if (!known.contains(name)) {
        String hint =
            Nearest.to(name, known)
                .map(near -> "Did you mean " + near + "?")
                .orElse("Known: " + String.join(", ", known) + ".");
        throw invalid("There is no field '%s'. %s".formatted(Exchange.clip(name), hint));
      }
    }
    return new JsonBody(json);
  }

  /** A text; null is absent. */
  public Optional<String> text(String name) {
    JsonNode value = json.path(name);
    if (value.isString()) {
      return Optional.of(value.stringValue());
    }
    expect(value, name, "a text");
    return Optional.empty();
  }

  public String required(String name) {
    return text(name).orElseThrow(() -> invalid("The field %s is missing.".formatted(name)));
  }

  public boolean flag(String name, boolean fallback) {
    JsonNode value = json.path(name);
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    expect(value, name, "true or false");
    return fallback;
  }

  /** A moment in ISO 8601, UTC. */
  public Optional<Instant> moment(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeException e) {
                throw invalid(name + " must be a moment such as 2026-07-01T10:00:00Z.");
              }
            });
  }

  /** An array of texts; absent: none. */
  public List<String> texts(String name) {
    JsonNode value = json.path(name);
    if (!value.isArray()) {
      expect(value, name, "an array of texts");
      return List.of();
    }
    var texts = new ArrayList<String>();
    for (JsonNode each : value) {
      if (!each.isString()) {
        throw invalid(name + " must be an array of texts.");
      }
      texts.add(each.stringValue());
    }
    return texts;
  }

  private static void expect(JsonNode value, String name, String kind) {
    if (!value.isMissingNode() && !value.isNull()) {
      throw invalid("%s must be %s.".formatted(name, kind));
    }
  }

  private static RefusedException invalid(String why) {
    return HttpProblem.of(Code.BODY_INVALID, why).refused();
  }
}
