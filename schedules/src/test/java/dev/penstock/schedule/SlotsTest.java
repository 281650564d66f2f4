package dev.penstock.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots by hand: plain ones, and those around a change of the clock. */
class SlotsTest {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mmXXX");

  private static Slots slots(String cron, String zone) {
    return Slots.of(new Timing(cron, ZoneId.of(zone)));
  }

  /** What the clock on the wall shows at the slots of one date, with its offset. */
  private static List<String> on(String date, String cron, String zone) {
    ZoneId place = ZoneId.of(zone);
    Instant begin = LocalDate.parse(date).atStartOfDay(place).toInstant();
    Instant end = LocalDate.parse(date).plusDays(1).atStartOfDay(place).toInstant();
    return slots(cron, zone).between(begin.minusNanos(1), end.minusNanos(1), 1_000).stream()
        .map(slot -> CLOCK.format(slot.atZone(place)))
        .toList();
  }

  private static List<String> words(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({
    // Berlin: 02:00 becomes 03:00 on 29 March 2026.
    "2026-03-29, 30 2 * * *, Europe/Berlin, 03:30+02:00",
    "2026-03-29, 0 2 * * *, Europe/Berlin, 03:00+02:00",
    "2026-03-29, 0 3 * * *, Europe/Berlin, 03:00+02:00",
    "2026-03-29, '0 2,3 * * *', Europe/Berlin, 03:00+02:00",
    "2026-03-29, '30 2,3 * * *', Europe/Berlin, 03:30+02:00",
    "2026-03-29, '*/20 2 * * *', Europe/Berlin, 03:00+02:00 03:20+02:00 03:40+02:00",
    "2026-03-29, '10 1-3 * * *', Europe/Berlin, 01:10+01:00 03:10+02:00",
    // New York: 02:00 becomes 03:00 on 8 March 2026.
    "2026-03-08, 30 2 * * *, America/New_York, 03:30-04:00",
    "2026-03-08, 59 1 * * *, America/New_York, 01:59-05:00",
    // Lord Howe: 02:00 becomes 02:30 on 4 October 2026.
    "2026-10-04, 0 2 * * *, Australia/Lord_Howe, 02:30+11:00",
    "2026-10-04, 15 2 * * *, Australia/Lord_Howe, 02:45+11:00",
    "2026-10-04, 30 2 * * *, Australia/Lord_Howe, 02:30+11:00",
    "2026-10-04, '0,15,30,45 2 * * *', Australia/Lord_Howe, 02:30+11:00 02:45+11:00",
    // Cairo: midnight becomes 01:00 on 24 April 2026.
    "2026-04-24, 0 0 * * *, Africa/Cairo, 01:00+03:00",
    "2026-04-24, '0 */2 * * 5', Africa/Cairo, 01:00+03:00 02:00+03:00 04:00+03:00 06:00+03:00"
        + " 08:00+03:00 10:00+03:00 12:00+03:00 14:00+03:00 16:00+03:00 18:00+03:00 20:00+03:00"
        + " 22:00+03:00",
  })
  void aTimeThatTheClockLeavesOutRunsAsMuchLater(
      String date, String cron, String zone, String clock) {
    assertThat(on(date, cron, zone)).isEqualTo(words(clock));
  }

  @ParameterizedTest
  @CsvSource({
    // Berlin: 03:00 becomes 02:00 on 25 October 2026.
    "2026-10-25, 30 2 * * *, Europe/Berlin, 02:30+02:00",
    "2026-10-25, 0 3 * * *, Europe/Berlin, 03:00+01:00",
    "2026-10-25, '0 1-3 * * *', Europe/Berlin, 01:00+02:00 02:00+02:00 03:00+01:00",
    // New York: 02:00 becomes 01:00 on 1 November 2026.
    "2026-11-01, 30 1 * * *, America/New_York, 01:30-04:00",
    "2026-11-01, '*/30 1 * * *', America/New_York, 01:00-04:00 01:30-04:00",
    "2026-11-01, 0 2 * * *, America/New_York, 02:00-05:00",
    // Lord Howe: 02:00 becomes 01:30 on 5 April 2026.
    "2026-04-05, 45 1 * * *, Australia/Lord_Howe, 01:45+11:00",
    "2026-04-05, '0,30 1,2 * * *', Australia/Lord_Howe, 01:00+11:00 01:30+11:00 02:00+10:30"
        + " 02:30+10:30",
  })
  void aTimeThatTheClockShowsTwiceRunsTheFirstTime(
      String date, String cron, String zone, String clock) {
    assertThat(on(date, cron, zone)).isEqualTo(words(clock));
  }

  @Test
  void aScheduleOfAllHoursRunsWhenTheClockShowsItsTimes() {
    assertThat(on("2026-03-29", "0 * * * *", "Europe/Berlin"))
        .hasSize(23)
        .startsWith("00:00+01:00", "01:00+01:00", "03:00+02:00");
    assertThat(on("2026-10-25", "0 * * * *", "Europe/Berlin"))
        .hasSize(25)
        .startsWith("00:00+02:00", "01:00+02:00", "02:00+02:00", "02:00+01:00", "03:00+01:00");
    assertThat(on("2026-11-01", "*/30 0-23 * * *", "America/New_York"))
        .hasSize(50)
        .containsSubsequence("01:00-04:00", "01:30-04:00", "01:00-05:00", "01:30-05:00");
    assertThat(on("2026-04-05", "*/15 * * * *", "Australia/Lord_Howe"))
        .hasSize(98)
        .containsSubsequence(
            "01:30+11:00", "01:45+11:00", "01:30+10:30", "01:45+10:30", "02:00+10:30");
    assertThat(on("2026-10-04", "*/15 * * * *", "Australia/Lord_Howe"))
        .hasSize(94)
        .containsSubsequence("01:45+10:30", "02:30+11:00");
  }

  @Test
  void aSlotAfterASlotIsTheNextOneAndNeverTheSame() {
    Slots berlin = slots("30 2 * * *", "Europe/Berlin");
    Instant first = Instant.parse("2026-10-25T00:30:00Z");
    assertThat(berlin.after(first.minusNanos(1))).contains(first);
    assertThat(berlin.after(first)).contains(Instant.parse("2026-10-26T01:30:00Z"));
    // In the hour that comes twice, the second time.
    assertThat(berlin.after(Instant.parse("2026-10-25T01:15:00Z")))
        .contains(Instant.parse("2026-10-26T01:30:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "@hourly, 0 * * * *",
    "@daily, 0 0 * * *",
    "@midnight, 0 0 * * *",
    "@weekly, 0 0 * * 0",
    "@monthly, 0 0 1 * *",
    "@yearly, 0 0 1 1 *",
    "@annually, 0 0 1 1 *",
    "0 0 * * 7, 0 0 * * SUN",
    "0 0 * JAN-MAR MON-FRI, '0 0 * 1,2,3 1-5'",
  })
  void whatMeansTheSameHasTheSameSlots(String cron, String same) {
    Instant begin = Instant.parse("2026-01-01T00:00:00Z");
    Instant end = Instant.parse("2028-01-01T00:00:00Z");
    assertThat(slots(cron, "UTC").between(begin, end, 100_000))
        .isNotEmpty()
        .isEqualTo(slots(same, "UTC").between(begin, end, 100_000));
  }

  @Test
  void aRestrictedDayOfMonthAndAWeekdayAreOneOrTheOther() {
    ZonedDateTime begin = ZonedDateTime.parse("2026-02-01T00:00:00Z");
    assertThat(
            slots("0 12 13 * FRI", "UTC")
                .between(begin.toInstant(), begin.plusMonths(1).toInstant(), 9))
        .extracting(slot -> slot.atZone(ZoneId.of("UTC")).getDayOfMonth())
        .containsExactly(6, 13, 20, 27);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "0 24 * * *",
        "0 0 0 * *",
        "0 0 32 * *",
        "0 0 * 13 *",
        "0 0 * * 8",
        "5-1 * * * *",
        "*/0 * * * *",
        "0 0 L * *",
        "0 0 ? * 1",
        "0 0 * * 5#2",
        "0|1 0|2 * * *",
        "@reboot",
        "@sometimes",
        "H * * * *",
        "a b c d e",
        "0 0 30 2 *",
      })
  void aTextThatIsNoScheduleIsRefusedWithASentence(String cron) {
    assertThatIllegalArgumentException().isThrownBy(() -> slots(cron, "UTC"));
    assertThat(Slots.problemWith(cron))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.code()).isEqualTo("schedule.cron_invalid");
              assertThat(problem.detail()).contains(cron).endsWith(".");
            });
  }

  @Test
  void aTextOfAnyLengthIsRefusedInShort() {
    assertThat(Slots.problemWith("1,".repeat(1_000_000) + "1 * * * *"))
        .hasValueSatisfying(problem -> assertThat(problem.detail()).hasSizeLessThan(200));
    assertThat(Slots.problemWith("0 2 * * *")).isEmpty();
  }

  @Test
  void theLatestSlotsAreTheTailOfAllOfThem() {
    Instant begin = Instant.parse("2025-12-31T23:59:00Z");
    Instant end = Instant.parse("2026-11-20T10:17:00Z");
    for (String cron : List.of("7 3 1 * *", "*/10 * * * *", "* * * 1 *", "0 0 29 2 *")) {
      Slots slots = slots(cron, "Europe/Berlin");
      List<Instant> all = slots.between(begin, end, Integer.MAX_VALUE);
      for (int most : new int[] {1, 3, 1_000}) {
        assertThat(slots.latest(begin, end, most))
            .as(cron)
            .isEqualTo(all.subList(Math.max(0, all.size() - most), all.size()));
      }
    }
  }
}
