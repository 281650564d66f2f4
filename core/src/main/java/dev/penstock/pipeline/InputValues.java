package dev.penstock.pipeline;

import java.util.Map;
import java.util.Optional;

/** Checked values of a pipeline's inputs, defaults filled in. */
public record InputValues(Map<String, String> texts) {
  public InputValues {
    texts = Map.copyOf(texts);
  }

  public Optional<String> optional(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /**
   * The value of an input that always has one.
   *
   * @throws IllegalArgumentException when the input has neither a value nor a default: a bug in the
   *     pipeline, which should have asked {@link #optional}
   */
  public String text(String name) {
    return optional(name)
        .orElseThrow(() -> new IllegalArgumentException("input " + name + " has no value"));
  }

  public long whole(String name) {
    return Long.parseLong(text(name));
  }

  public double decimal(String name) {
    return Double.parseDouble(text(name));
  }

  public boolean flag(String name) {
    return text(name).equals("true");
  }
}
