package dev.penstock.server.intake;

import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Query;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the caller calls the job: the query parameter {@code name}, else the {@code filename} of
 * {@code Content-Disposition}. A label only; two jobs may have the same.
 */
final class JobName {
  private static final int LONGEST = 255;
  private static final Pattern FILE_NAME =
      Pattern.compile("(?i)(?:^|;)\\s*filename=\"?([^\";]{1,255})\"?");

  private JobName() {}

  static String of(Exchange exchange, @Nullable List<String> parameter) {
    if (parameter == null) {
      Matcher file = FILE_NAME.matcher(exchange.header("Content-Disposition").orElse(""));
      return file.find() ? file.group(1).strip() : "";
    }
    if (parameter.size() > 1) {
      throw Query.invalid("name", "is given " + parameter.size() + " times");
    }
    return checked(parameter.getFirst());
  }

  /** A name that may be used; another one is refused. */
  static String checked(String name) {
    if (name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
      throw Query.invalid(
          "name", "has at most " + LONGEST + " characters, none of them a control character");
    }
    return name;
  }
}
