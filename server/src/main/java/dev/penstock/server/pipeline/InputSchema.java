package dev.penstock.server.pipeline;

import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputKind;
import tools.jackson.core.JsonGenerator;

/** Writes what an input takes as the members of a JSON Schema. */
public final class InputSchema {
  private InputSchema() {}

  /** The members alone: the object around them is the caller's. */
  public static void write(JsonGenerator json, Input input) {
    kind(json, input.kind());
    json.writeStringProperty("description", input.help());
    if (input.fallback() != null) {
      fallback(json, input.kind(), input.fallback());
    }
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
}
