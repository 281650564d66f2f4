package dev.penstock.pipeline;

import dev.penstock.job.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The declared inputs of a pipeline, in the order in which help shows them.
 *
 * @param together what no input can tell alone; returns the problem with values that are each good,
 *     if there is one
 */
public record Inputs(List<Input> all, Function<InputValues, Optional<Problem>> together) {
  public Inputs {
    all = List.copyOf(all);
    if (all.stream().map(Input::name).distinct().count() < all.size()) {
      throw new IllegalArgumentException("an input is declared twice: " + all);
    }
  }

  public Inputs(List<Input> all) {
    this(all, values -> Optional.empty());
  }

  public static Inputs of(Input... inputs) {
    return new Inputs(List.of(inputs));
  }

  public Optional<Input> named(String name) {
    return all.stream().filter(input -> input.name().equals(name)).findFirst();
  }

  public List<String> names() {
    return all.stream().map(Input::name).toList();
  }

  /**
   * Checks what somebody gave against the declaration: every problem at once, not only the first.
   */
  public Reading read(Map<String, List<String>> given) {
    var problems = new ArrayList<Problem>();
    var values = new LinkedHashMap<String, String>();
    for (Input input : all) {
      if (input.fallback() != null) {
        values.put(input.name(), input.fallback());
      }
    }
    given.forEach(
        (name, texts) ->
            named(name)
                .ifPresentOrElse(
                    input -> readOne(input, texts, values, problems),
                    () -> problems.add(unknown(name))));
    var read = new InputValues(values);
    if (problems.isEmpty()) {
      together.apply(read).ifPresent(problems::add);
    }
    return problems.isEmpty() ? new Reading.Accepted(read) : new Reading.Refused(problems);
  }

  private static void readOne(
      Input input, List<String> texts, Map<String, String> values, List<Problem> problems) {
    if (texts.size() != 1) {
      problems.add(
          new Problem(
              "input.repeated", "%s is given %d times".formatted(input.name(), texts.size())));
      return;
    }
    String value = texts.getFirst();
    input.problemWith(value).ifPresentOrElse(problems::add, () -> values.put(input.name(), value));
  }

  private Problem unknown(String name) {
    String known =
        Nearest.to(name, names())
            .map(near -> "Did you mean " + near + "?")
            .orElse("Known inputs: " + String.join(", ", names()) + ".");
    return new Problem("input.unknown", "There is no input '" + clip(name) + "'. " + known);
  }

  private static String clip(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64) + "…";
  }

  /** What reading came to. */
  public sealed interface Reading {
    record Accepted(InputValues values) implements Reading {}

    /** At least one problem, each naming its input. */
    record Refused(List<Problem> problems) implements Reading {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }
}
