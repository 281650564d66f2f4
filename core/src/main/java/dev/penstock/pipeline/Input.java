package dev.penstock.pipeline;

import dev.penstock.job.Problem;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One declared input of a pipeline. From this line come the command-line flag, the query parameter,
 * the process description, the docs and the check.
 *
 * @param name lower case with hyphens, for example {@code to-crs}
 * @param fallback the value when none is given; null: the input is simply absent then
 * @param help one line
 * @param check what the kind alone cannot tell; returns the problem with a value, if there is one
 */
public record Input(
    String name,
    InputKind kind,
    @Nullable String fallback,
    String help,
    Function<String, Optional<Problem>> check) {
  public Input {
    if (!name.matches("[a-z][a-z0-9-]{0,31}")) {
      throw new IllegalArgumentException("not an input name: '" + name + "'");
    }
  }

  public static Input of(String name, InputKind kind, @Nullable String fallback, String help) {
    return new Input(name, kind, fallback, help, value -> Optional.empty());
  }

  public Input checkedBy(Function<String, Optional<Problem>> check) {
    return new Input(name, kind, fallback, help, check);
  }

  /** The problem with a value for this input, if there is one. */
  Optional<Problem> problemWith(String value) {
    return kind.problemWith(value)
        .map(why -> new Problem("input.invalid", "%s=%s: %s".formatted(name, value, why)))
        .or(() -> check.apply(value));
  }
}
