package dev.penstock.server.intake;

import dev.penstock.schedule.ScheduleKey;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code Idempotency-Key}: 1 to 255 visible ASCII characters, bare or as a quoted string of
 * RFC 9651, which means the same. Those of schedules are theirs alone: whoever could send one would
 * take the place of a slot that has not come.
 */
public final class IdempotencyKey {
  private static final int LONGEST = 255;

  private IdempotencyKey() {}

  /**
   * The key that a request is sent under.
   *
   * @throws dev.penstock.server.web.RefusedException for one that cannot be used
   */
  public static Optional<String> of(Exchange exchange) {
    List<String> given = exchange.headers("Idempotency-Key");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (given.size() > 1) {
      throw refused("It is given " + given.size() + " times.");
    }
    return Optional.of(checked(unquoted(given.getFirst())));
  }

  /**
   * A key that may be used.
   *
   * @throws dev.penstock.server.web.RefusedException for one that cannot be used
   */
  static String checked(String key) {
    if (key.isEmpty() || key.length() > LONGEST) {
      throw refused("It has " + key.length() + " characters; 1 to " + LONGEST + " are taken.");
    }
    if (!key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw refused("It may hold visible ASCII characters only.");
    }
    if (key.startsWith(ScheduleKey.RESERVED)) {
      throw refused(
          "Keys that begin with '%s' are those of schedules; choose another."
              .formatted(ScheduleKey.RESERVED));
    }
    return key;
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted
        ? text.substring(1, text.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
        : text;
  }

  private static RuntimeException refused(String why) {
    return HttpProblem.of(Code.KEY_INVALID, "Idempotency-Key cannot be used. " + why).refused();
  }
}
