package dev.penstock.csv;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** In which order a date's day, month and year stand, or how it counts seconds. */
public enum DateOrder {
  YMD,
  DMY,
  MDY,
  /** Seconds, milliseconds or microseconds since 1970. */
  EPOCH;

  /** The word for people: {@code dmy}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Guesses from dates as they were written. Where each day could be a month, the order under which
   * time goes one way wins, then the habit of the separator: a slash is American.
   */
  public static DateOrder of(List<String> dates) {
    DateOrder best = YMD;
    double most = -1;
    boolean slashes = dates.stream().anyMatch(date -> date.indexOf('/') >= 0);
    DateOrder[] orders =
        slashes ? new DateOrder[] {YMD, MDY, DMY, EPOCH} : new DateOrder[] {YMD, DMY, MDY, EPOCH};
    for (DateOrder order : orders) {
      double score = score(order, dates);
      if (score > most) {
        most = score;
        best = order;
      }
    }
    return best;
  }

  private static double score(DateOrder order, List<String> dates) {
    var field = new MomentField(order, ZoneOffset.UTC);
    int read = 0;
    int up = 0;
    int down = 0;
    long last = 0;
    for (String date : dates) {
      byte[] bytes = date.getBytes(StandardCharsets.UTF_8);
      if (field.read(bytes, 0, bytes.length) != MomentField.Read.DONE) {
        continue;
      }
      up += read > 0 && field.millis() > last ? 1 : 0;
      down += read > 0 && field.millis() < last ? 1 : 0;
      last = field.millis();
      read++;
    }
    double oneWay = up + down == 0 ? 0 : (double) Math.max(up, down) / (up + down);
    return read + oneWay / 2;
  }
}
