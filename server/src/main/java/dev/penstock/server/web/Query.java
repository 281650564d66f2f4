package dev.penstock.server.web;

import dev.penstock.pipeline.Nearest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** The query parameters of a request, decoded, in their order. */
public record Query(Map<String, List<String>> values) {
  static Query of(Request request) {
    String raw = request.getHttpURI().getQuery();
    if (raw == null || raw.isEmpty()) {
      return new Query(Map.of());
    }
    var values = new LinkedHashMap<String, List<String>>();
    try {
      for (Fields.Field field : Request.extractQueryParameters(request)) {
        values.put(field.getName(), field.getValues());
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw HttpProblem.of(Code.QUERY_INVALID, "The query is not percent-encoded UTF-8.").refused();
    }
    return new Query(values);
  }

  /** The same query, if it has no other names than these. */
  public Query only(String... names) {
    List<String> known = List.of(names);
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        String hint =
            Nearest.to(name, known)
                .map(near -> "Did you mean " + near + "?")
                .orElse(
                    known.isEmpty()
                        ? "This resource takes none."
                        : "Known: " + String.join(", ", known) + ".");
        throw HttpProblem.of(
                Code.QUERY_UNKNOWN,
                "There is no query parameter '" + Exchange.clip(name) + "'. " + hint)
            .refused();
      }
    }
    return this;
  }

  /** All names, in their order. */
  public Set<String> names() {
    return values.keySet();
  }

  /**
   * The query as it stands in a URL, with one parameter set to another value; as it came for an
   * empty name.
   */
  public String text(String name, String value) {
    var text = new StringJoiner("&", "?", "").setEmptyValue("");
    values.forEach(
        (each, given) -> {
          if (!each.equals(name)) {
            given.forEach(one -> text.add(encoded(each) + "=" + encoded(one)));
          }
        });
    return name.isEmpty() ? text.toString() : text.add(name + "=" + encoded(value)).toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The one value of a name. */
  public Optional<String> one(String name) {
    List<String> given = values.getOrDefault(name, List.of());
    if (given.size() > 1) {
      throw invalid(name, "is given " + given.size() + " times");
    }
    return given.stream().findFirst();
  }

  /** A whole number from {@code min} to {@code max}, {@code fallback} when absent. */
  public long whole(String name, long fallback, long min, long max) {
    Optional<String> text = one(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw invalid(name, "must be a whole number from " + min + " to " + max);
    }
    throw invalid(name, "must be a whole number from " + min + " to " + max);
  }

  /** The refusal of a parameter; {@code why} completes the sentence that starts with its name. */
  public static RefusedException invalid(String name, String why) {
    return HttpProblem.of(Code.QUERY_INVALID, name + " " + why + ".").refused();
  }
}
