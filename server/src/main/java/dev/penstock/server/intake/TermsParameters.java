package dev.penstock.server.intake;

import dev.penstock.engine.Coalescing;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Tolerance;
import dev.penstock.server.web.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a job is to stand beside others, as query parameters: {@code priority}, {@code lane}, {@code
 * join} or {@code rerun} with a coalesce key, {@code tolerance}. They are taken out of the query;
 * what is left are the pipeline's inputs.
 */
final class TermsParameters {
  private static final int LONGEST = 200;
  private static final Pattern TOLERANCE =
      Pattern.compile("([0-9]{1,15})|([0-9]{1,3}(?:\\.[0-9]{1,6})?)%");

  private TermsParameters() {}

  static Terms takeFrom(Map<String, List<String>> parameters) {
    Terms terms = Terms.PLAIN;
    Optional<String> priority = take(parameters, "priority");
    Optional<String> lane = take(parameters, "lane");
    Optional<String> join = take(parameters, "join");
    Optional<String> rerun = take(parameters, "rerun");
    Optional<String> tolerance = take(parameters, "tolerance");
    if (priority.isPresent()) {
      terms = terms.priority(priority(priority.get()));
    }
    if (lane.isPresent()) {
      terms = terms.lane(key("lane", lane.get()));
    }
    if (join.isPresent() && rerun.isPresent()) {
      throw Query.invalid("join", "and rerun exclude each other");
    }
    if (join.isPresent()) {
      terms = terms.coalescing(key("join", join.get()), Coalescing.Mode.JOIN);
    }
    if (rerun.isPresent()) {
      terms = terms.coalescing(key("rerun", rerun.get()), Coalescing.Mode.RERUN);
    }
    return tolerance.isPresent() ? terms.tolerance(tolerance(tolerance.get())) : terms;
  }

  /** Takes the one value of a name out of the query. */
  static Optional<String> take(Map<String, List<String>> parameters, String name) {
    List<String> given = parameters.remove(name);
    if (given != null && given.size() > 1) {
      throw Query.invalid(name, "is given " + given.size() + " times");
    }
    return Optional.ofNullable(given).map(List::getFirst);
  }

  private static int priority(String text) {
    if (!text.matches("[0-9]")) {
      throw Query.invalid("priority", "is a number from 0 to 9, the highest");
    }
    return Integer.parseInt(text);
  }

  private static String key(String name, String text) {
    if (text.isBlank()
        || text.length() > LONGEST
        || text.chars().anyMatch(Character::isISOControl)) {
      throw Query.invalid(name, "has 1 to 200 characters, none of them a control character");
    }
    return text;
  }

  private static Tolerance tolerance(String text) {
    Matcher form = TOLERANCE.matcher(text);
    if (form.matches()) {
      if (form.group(1) != null) {
        return new Tolerance(Long.parseLong(form.group(1)), 1);
      }
      double percent = Double.parseDouble(form.group(2));
      if (percent <= 100) {
        return new Tolerance(Long.MAX_VALUE, percent / 100);
      }
    }
    throw Query.invalid("tolerance", "is a number of items, or a percentage such as 5%25 (5 %)");
  }
}
