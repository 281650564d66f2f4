package dev.penstock.server.openapi;

import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputKind;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.web.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the document: every operation with its parameters, its answers and the scope it takes, and
 * for each pipeline a path of its own with the inputs that it declares.
 */
public final class OpenApi {
  private static final String SUBMIT = "/v1/pipelines/{pipeline}/jobs";
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)\\}");
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "text", "text/plain",
          "lines", "application/x-ndjson",
          "geojson", "application/geo+json",
          "bytes", "application/octet-stream",
          "json", "application/json",
          "payload", "application/octet-stream",
          "part", "application/offset+octet-stream");

  private final List<Operation> operations;
  private final List<Pipeline> pipelines;
  private final BiFunction<String, String, String> scope;
  private final String version;

  /**
   * @param scope the word of the scope that a method of a path takes; empty: none
   */
  public OpenApi(
      List<Operation> operations,
      List<Pipeline> pipelines,
      BiFunction<String, String, String> scope,
      String version) {
    this.operations = List.copyOf(operations);
    this.pipelines = List.copyOf(pipelines);
    this.scope = scope;
    this.version = version;
  }

  /** The document as JSON. */
  public byte[] bytes() {
    return Json.bytes(this::write);
  }

  private void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("openapi", "3.1.0");
    json.writeObjectPropertyStart("info");
    json.writeStringProperty("title", "Penstock");
    json.writeStringProperty("version", version);
    json.writeStringProperty(
        "description", "Durable in milliseconds, done in the background, served precomputed.");
    json.writeEndObject();
    json.writeObjectPropertyStart("paths");
    paths(json);
    json.writeEndObject();
    components(json);
    json.writeEndObject();
  }

  private void paths(JsonGenerator json) {
    var byPath = new LinkedHashMap<String, List<Operation>>();
    for (Operation operation : operations) {
      byPath.computeIfAbsent(operation.path(), path -> new ArrayList<>()).add(operation);
    }
    byPath.forEach(
        (path, methods) -> {
          json.writeObjectPropertyStart(path);
          methods.forEach(operation -> operation(json, operation, path, List.of()));
          json.writeEndObject();
        });
    for (Pipeline pipeline : pipelines) {
      String path = SUBMIT.replace("{pipeline}", pipeline.name());
      json.writeObjectPropertyStart(path);
      byPath
          .getOrDefault(SUBMIT, List.of())
          .forEach(operation -> operation(json, operation, path, pipeline.inputs().all()));
      json.writeEndObject();
    }
  }

  private void operation(JsonGenerator json, Operation operation, String path, List<Input> inputs) {
    json.writeObjectPropertyStart(operation.method().toLowerCase(Locale.ROOT));
    json.writeStringProperty("summary", operation.summary());
    json.writeStringProperty("operationId", id(operation.method(), path));
    security(json, scope.apply(operation.method(), operation.path()));
    json.writeArrayPropertyStart("parameters");
    Matcher variable = VARIABLE.matcher(path);
    while (variable.find()) {
      parameter(json, variable.group(1), "path", () -> typed(json, "string"));
    }
    operation.query().forEach(each -> query(json, each));
    inputs.forEach(input -> input(json, input));
    json.writeEndArray();
    body(json, operation.body());
    answers(json, operation.answers());
    json.writeEndObject();
  }

  private static String id(String method, String path) {
    String words = path.replaceAll("[{}]", "").replaceAll("[^A-Za-z0-9]+", "_");
    return method.toLowerCase(Locale.ROOT) + words.replaceAll("_$", "_root");
  }

  private static void security(JsonGenerator json, String scope) {
    json.writeArrayPropertyStart("security");
    if (!scope.isEmpty()) {
      json.writeStartObject();
      json.writeArrayPropertyStart("key");
      json.writeString(scope);
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void parameter(JsonGenerator json, String name, String place, Runnable schema) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeStringProperty("in", place);
    json.writeBooleanProperty("required", place.equals("path"));
    json.writeObjectPropertyStart("schema");
    schema.run();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void typed(JsonGenerator json, String type) {
    json.writeStringProperty("type", type.equals("uri") ? "string" : type);
    if (type.equals("uri")) {
      json.writeStringProperty("format", "uri");
    }
  }

  private static void query(JsonGenerator json, String each) {
    String[] parts = each.split(":", 2);
    parameter(json, parts[0], "query", () -> typed(json, parts.length == 1 ? "string" : parts[1]));
  }

  private static void input(JsonGenerator json, Input input) {
    parameter(
        json,
        input.name(),
        "query",
        () -> {
          kind(json, input.kind());
          json.writeStringProperty("description", input.help());
          if (input.fallback() != null) {
            fallback(json, input.kind(), input.fallback());
          }
        });
  }

  private static void kind(JsonGenerator json, InputKind kind) {
    switch (kind) {
      case InputKind.Text text -> {
        json.writeStringProperty("type", "string");
        json.writeNumberProperty("maxLength", text.maxLength());
      }
      case InputKind.Whole whole -> {
        json.writeStringProperty("type", "integer");
        json.writeNumberProperty("minimum", whole.min());
        json.writeNumberProperty("maximum", whole.max());
      }
      case InputKind.Decimal decimal -> {
        json.writeStringProperty("type", "number");
        json.writeNumberProperty("minimum", decimal.min());
        json.writeNumberProperty("maximum", decimal.max());
      }
      case InputKind.Flag _ -> json.writeStringProperty("type", "boolean");
      case InputKind.Choice choice -> {
        json.writeStringProperty("type", "string");
        json.writeArrayPropertyStart("enum");
        choice.words().forEach(json::writeString);
        json.writeEndArray();
      }
    }
  }

  private static void fallback(JsonGenerator json, InputKind kind, String text) {
    switch (kind) {
      case InputKind.Whole _, InputKind.Decimal _, InputKind.Flag _ -> {
        json.writeName("default");
        json.writeRawValue(text);
      }
      case InputKind.Text _, InputKind.Choice _ -> json.writeStringProperty("default", text);
    }
  }

  private static void body(JsonGenerator json, String body) {
    if (!body.isEmpty()) {
      json.writeObjectPropertyStart("requestBody");
      json.writeObjectPropertyStart("content");
      json.writeObjectPropertyStart(MEDIA_TYPES.getOrDefault(body, body));
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  private static void answers(JsonGenerator json, List<String> answers) {
    json.writeObjectPropertyStart("responses");
    for (String answer : answers) {
      String[] parts = answer.split("=", 2);
      json.writeObjectPropertyStart(parts[0]);
      boolean refusal = parts[0].compareTo("400") >= 0;
      json.writeStringProperty("description", refusal ? "A problem" : "It is so");
      if (refusal) {
        content(json, "application/problem+json", "Problem");
      } else if (parts.length == 2) {
        String type = MEDIA_TYPES.getOrDefault(parts[1], "application/json");
        content(json, type, schema(parts[1]));
      }
      json.writeEndObject();
    }
    json.writeObjectPropertyStart("default");
    json.writeStringProperty("description", "A problem");
    content(json, "application/problem+json", "Problem");
    json.writeEndObject();
    json.writeEndObject();
  }

  /** The name of a schema; empty for what is not described further. */
  private static String schema(String answer) {
    return Character.isUpperCase(answer.charAt(0)) ? answer : "";
  }

  private static void content(JsonGenerator json, String type, String schema) {
    json.writeObjectPropertyStart("content");
    json.writeObjectPropertyStart(type);
    if (!schema.isEmpty()) {
      json.writeObjectPropertyStart("schema");
      json.writeStringProperty("$ref", "#/components/schemas/" + schema);
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void components(JsonGenerator json) {
    json.writeObjectPropertyStart("components");
    json.writeObjectPropertyStart("securitySchemes");
    json.writeObjectPropertyStart("key");
    json.writeStringProperty("type", "http");
    json.writeStringProperty("scheme", "bearer");
    json.writeStringProperty(
        "description", "An API key with the scope that is named; asked for once there is a key.");
    json.writeEndObject();
    json.writeEndObject();
    json.writeName("schemas");
    json.writeRawValue(Operation.resource("schemas.json"));
    json.writeEndObject();
  }
}
