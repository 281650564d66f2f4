package dev.penstock.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The times of a cron text on a clock that never changes. The library is only ever asked in UTC:
 * what a change of the clock does to them is {@link Slots}' business, because the library has no
 * rule for it that holds in all zones.
 */
final class WallTimes {
  private static final int LONGEST = 256;
  private static final int HOURS_A_DAY = 24;
  private static final CronParser PARSER = new CronParser(definition());

  private final ExecutionTime times;
  private final boolean everyHour;

  private WallTimes(ExecutionTime times, boolean everyHour) {
    this.times = times;
    this.everyHour = everyHour;
  }

  /**
   * Reads a cron text.
   *
   * @throws IllegalArgumentException with one sentence that says what is wrong with it
   */
  static WallTimes of(String cron) {
    if (cron.length() > LONGEST || cron.indexOf('|') >= 0) {
      throw new IllegalArgumentException(
          "expected five fields of at most %d characters, without |".formatted(LONGEST));
    }
    Cron parsed = PARSER.parse(cron);
    String hours = parsed.asString().split(" ", -1)[1];
    var read = new WallTimes(ExecutionTime.forCron(parsed), namesEveryHour(hours));
    if (read.atOrAfter(LocalDate.EPOCH.atStartOfDay()).isEmpty()) {
      throw new IllegalArgumentException("no calendar has such a day");
    }
    return read;
  }

  private static CronDefinition definition() {
    return CronDefinitionBuilder.defineCron()
        .withMinutes()
        .withStrictRange()
        .and()
        .withHours()
        .withStrictRange()
        .and()
        .withDayOfMonth()
        .withStrictRange()
        .and()
        .withMonth()
        .withStrictRange()
        .and()
        .withDayOfWeek()
        .withValidRange(0, 7)
        .withMondayDoWValue(1)
        .withIntMapping(7, 0)
        .withStrictRange()
        .and()
        .withSupportedNicknameHourly()
        .withSupportedNicknameDaily()
        .withSupportedNicknameMidnight()
        .withSupportedNicknameWeekly()
        .withSupportedNicknameMonthly()
        .withSupportedNicknameYearly()
        .withSupportedNicknameAnnually()
        .instance();
  }

  private static boolean namesEveryHour(String hours) {
    var daily = ExecutionTime.forCron(PARSER.parse("0 " + hours + " * * *"));
    ZonedDateTime at = LocalDate.EPOCH.atStartOfDay(ZoneOffset.UTC);
    for (int hour = 0; hour < HOURS_A_DAY; hour++) {
      ZonedDateTime next = daily.nextExecution(at).orElseThrow();
      if (!next.equals(at.plusHours(1))) {
        return false;
      }
      at = next;
    }
    return true;
  }

  /** Whether the text names all 24 hours of a day. */
  boolean everyHour() {
    return everyHour;
  }

  /** The first time from this one on; whole minutes. */
  Optional<LocalDateTime> atOrAfter(LocalDateTime from) {
    LocalDateTime minute = from.truncatedTo(ChronoUnit.MINUTES);
    LocalDateTime before = minute.equals(from) ? minute.minusMinutes(1) : minute;
    return times.nextExecution(before.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }
}
