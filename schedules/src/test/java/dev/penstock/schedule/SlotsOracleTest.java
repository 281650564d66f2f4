package dev.penstock.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random schedules over years, compared with an oracle that knows neither cron texts nor changes of
 * the clock: it looks at a clock on the wall every minute, and notes what it shows.
 */
class SlotsOracleTest {
  private static final LocalDateTime BEGIN = LocalDateTime.of(2021, 12, 1, 0, 0);
  private static final int MINUTES = 60 * 24 * 365 * 4;
  private static final int SCHEDULES =
      System.getProperty("penstock.test.form", "short").equals("soak") ? 1_000 : 15;

  /** One field: what it matches, and how it is written. */
  private record Field(BitSet values, String text) {
    static Field random(Random random, int least, int most) {
      var values = new BitSet();
      int a = random.nextInt(least, most + 1);
      int b = random.nextInt(a, most + 1);
      int step = random.nextInt(2, Math.max(3, (most - least) / 2));
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          values.set(least, most + 1);
          return new Field(values, "*");
        }
        case 2 -> {
          set(values, least, most, step);
          return new Field(values, "*/" + step);
        }
        case 3 -> {
          set(values, a, b, 1);
          return new Field(values, a == b ? "" + a : a + "-" + b);
        }
        case 4 -> {
          set(values, a, b, step);
          return new Field(values, a == b ? "" + a : a + "-" + b + "/" + step);
        }
        default -> {
          var list = new StringJoiner(",");
          for (int i = 0; i < 3; i++) {
            int value = random.nextInt(least, most + 1);
            values.set(value);
            list.add("" + value);
          }
          return new Field(values, list.toString());
        }
      }
    }

    private static void set(BitSet values, int from, int to, int step) {
      for (int value = from; value <= to; value += step) {
        values.set(value);
      }
    }

    boolean restricts() {
      return !text.equals("*");
    }
  }

  /** A schedule: what it matches is drawn first, and then written down. */
  private record Drawn(Field minute, Field hour, Field day, Field month, Field weekday) {
    static Drawn random(Random random) {
      Field weekday = Field.random(random, 0, 7);
      if (weekday.values().get(7)) {
        weekday.values().set(0);
      }
      return new Drawn(
          Field.random(random, 0, 59),
          Field.random(random, 0, 23),
          Field.random(random, 1, 31),
          Field.random(random, 1, 12),
          weekday);
    }

    String cron() {
      return String.join(" ", minute.text(), hour.text(), day.text(), month.text(), weekday.text());
    }

    boolean matches(int time) {
      boolean onDay = day.values().get(Calendar.DAY[time]);
      boolean onWeekday = weekday.values().get(Calendar.WEEKDAY[time]);
      return minute.values().get(time % 60)
          && hour.values().get(time / 60 % 24)
          && month.values().get(Calendar.MONTH[time])
          && ((day.restricts() && weekday.restricts())
              ? (onDay || onWeekday)
              : (onDay && onWeekday));
    }

    boolean everyHour() {
      return hour.values().cardinality() == 24;
    }
  }

  /** The days of all times. Times are minutes since {@link #BEGIN}, on whatever clock. */
  private static final class Calendar {
    /** A day more at each end, for clocks that are ahead or behind. */
    private static final int TIMES = MINUTES + 2 * 1440;

    private static final byte[] DAY = new byte[TIMES];
    private static final byte[] MONTH = new byte[TIMES];
    private static final byte[] WEEKDAY = new byte[TIMES];

    static {
      for (int time = 0; time < TIMES; time++) {
        LocalDate date = BEGIN.plusDays(time / 1440).toLocalDate();
        DAY[time] = (byte) date.getDayOfMonth();
        MONTH[time] = (byte) date.getMonthValue();
        WEEKDAY[time] = (byte) (date.getDayOfWeek().getValue() % 7);
      }
    }
  }

  /** A clock on a wall, looked at every minute. */
  private static final class Wall {
    private final int[] shown = new int[MINUTES];
    private final int[] first = new int[Calendar.TIMES];

    Wall(ZoneId zone) {
      Arrays.fill(first, -1);
      for (int i = 0; i < MINUTES; i++) {
        LocalDateTime now = LocalDateTime.ofInstant(instant(i), zone);
        shown[i] = (int) ChronoUnit.MINUTES.between(BEGIN, now);
        if (first[shown[i]] < 0) {
          first[shown[i]] = i;
        }
      }
    }

    static Instant instant(int minute) {
      return BEGIN.plusDays(1).plusMinutes(minute).toInstant(ZoneOffset.UTC);
    }

    /** The minutes that are slots. */
    BitSet slots(Drawn schedule) {
      var slots = new BitSet();
      if (schedule.everyHour()) {
        for (int i = 0; i < MINUTES; i++) {
          slots.set(i, schedule.matches(shown[i]));
        }
        return slots;
      }
      int lastShown = -1;
      for (int time = 0; time < Calendar.TIMES; time++) {
        lastShown = first[time] >= 0 ? time : lastShown;
        // Before the first look there is nothing that a time could have been left out after.
        if (lastShown >= 0 && schedule.matches(time)) {
          slots.set(first[lastShown] + (time - lastShown));
        }
      }
      return slots;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Africa/Cairo",
        "Antarctica/Troll",
        "Asia/Kathmandu",
        "UTC",
      })
  void slotsAreWhatTheClockOnTheWallSays(String zone) {
    ZoneId place = ZoneId.of(zone);
    var wall = new Wall(place);
    var random = new Random(zone.hashCode());
    for (int i = 0; i < SCHEDULES; i++) {
      Drawn drawn = Drawn.random(random);
      Slots slots = Slots.of(new Timing(drawn.cron(), place));
      assertThat(firstDifference(slots, wall.slots(drawn)))
          .as("%s in %s", drawn.cron(), zone)
          .isEmpty();
    }
  }

  /** Compares all of few slots; of many the next few after every fourth day or so. */
  private static String firstDifference(Slots slots, BitSet expected) {
    boolean few = expected.cardinality() < 2_000;
    // A day at each end is left to the oracle's own edges.
    for (int from = 2 * 1440; from < MINUTES - 2 * 1440; from += few ? MINUTES : 5_557) {
      int at = from;
      for (int i = 0; few || i < 4; i++) {
        int next = expected.nextSetBit(at + 1);
        if (next < 0 || next > MINUTES - 2 * 1440) {
          break;
        }
        Instant found = slots.after(Wall.instant(at)).orElse(Instant.MAX);
        if (!found.equals(Wall.instant(next))) {
          return "after %s expected %s, found %s"
              .formatted(Wall.instant(at), Wall.instant(next), found);
        }
        at = next;
      }
    }
    return "";
  }
}
