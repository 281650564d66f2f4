package dev.penstock.server.pipeline;

import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageSpec;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Writes a pipeline's declaration. */
final class PipelineJson {
  private PipelineJson() {}

  static void write(JsonGenerator json, Pipeline pipeline) {
    json.writeStartObject();
    json.writeStringProperty("id", pipeline.name());
    json.writeNumberProperty("version", pipeline.version());
    json.writeStringProperty("summary", pipeline.summary());
    json.writeArrayPropertyStart("inputs");
    pipeline.inputs().all().forEach(input -> input(json, input));
    json.writeEndArray();
    json.writeArrayPropertyStart("stages");
    pipeline.stages().forEach(stage -> stage(json, stage));
    json.writeEndArray();
    json.writeObjectPropertyStart("links");
    json.writeStringProperty("self", "/v1/pipelines/" + pipeline.name());
    json.writeStringProperty("submit", "/v1/pipelines/" + pipeline.name() + "/jobs");
    json.writeStringProperty("jobs", "/v1/jobs?pipeline=" + pipeline.name());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void input(JsonGenerator json, Input input) {
    json.writeStartObject();
    json.writeStringProperty("name", input.name());
    json.writeStringProperty("type", input.kind().label());
    json.writeStringProperty("default", input.fallback());
    json.writeStringProperty("help", input.help());
    json.writeEndObject();
  }

  private static void stage(JsonGenerator json, StageSpec stage) {
    json.writeStartObject();
    json.writeStringProperty("name", stage.name());
    json.writeStringProperty("edge", stage.edge().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("concurrency", stage.concurrency());
    json.writeNumberProperty("attempts", stage.retry().attempts());
    json.writeEndObject();
  }
}
