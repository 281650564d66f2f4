package dev.penstock.server.terminal;

import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them, the same in every locale. */
public final class Words {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Words() {}

  /** {@code 1,234,567}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 chunk}, {@code 1,234 chunks}. */
  public static String count(long number, String one) {
    return count(number) + " " + one + (number == 1 ? "" : "s");
  }

  /** Decimal units with three digits: {@code 912 B}, {@code 1.87 MB}, {@code 168 MB}. */
  public static String bytes(long bytes) {
    double value = (double) bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    int decimals = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f %s", value, UNITS[unit]);
  }

  /** {@code 0.84 s}, {@code 12.3 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
  public static String time(Duration time) {
    double seconds = time.toMillis() / 1000.0;
    if (seconds < 60) {
      return String.format(Locale.ROOT, seconds < 9.995 ? "%.2f s" : "%.1f s", seconds);
    }
    return time.toHours() == 0
        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
  }
}
