package dev.penstock.server.farm;

import dev.penstock.ndvi.store.Figure;
import dev.penstock.ndvi.store.Observation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Observations of one index in spans of time of one length. */
final class Series {
  private Series() {}

  /**
   * A span of time.
   *
   * @param to where the next one begins
   * @param best the observation that stands for it: that which shows most of the farm, of equal
   *     ones the newest; null if none shows anything
   * @param count all observations in it
   */
  record Bucket(Instant from, Instant to, @Nullable Observation best, int count) {}

  /** The spans in which something was observed, beginning with the day of {@code from}. */
  static List<Bucket> of(List<Observation> observations, Instant from, Period interval) {
    LocalDate first = from.atOffset(ZoneOffset.UTC).toLocalDate();
    var byStart = new TreeMap<LocalDate, List<Observation>>();
    for (Observation each : observations) {
      LocalDate day =
          Instant.ofEpochMilli(each.scene().time()).atOffset(ZoneOffset.UTC).toLocalDate();
      byStart.computeIfAbsent(start(first, day, interval), key -> new ArrayList<>()).add(each);
    }
    var buckets = new ArrayList<Bucket>();
    byStart.forEach(
        (start, inside) ->
            buckets.add(
                new Bucket(
                    moment(start),
                    moment(start.plus(interval)),
                    best(inside).orElse(null),
                    inside.size())));
    return buckets;
  }

  /** The beginning of the span that a day lies in. */
  private static LocalDate start(LocalDate first, LocalDate day, Period interval) {
    if (interval.toTotalMonths() > 0) {
      LocalDate start = first;
      int steps = 1;
      for (LocalDate next = first.plus(interval); !next.isAfter(day); steps++) {
        start = next;
        next = first.plus(interval.multipliedBy(steps + 1));
      }
      return start;
    }
    long step = first.plus(interval).toEpochDay() - first.toEpochDay();
    long days = day.toEpochDay() - first.toEpochDay();
    return first.plusDays(Math.floorDiv(days, step) * step);
  }

  private static Optional<Observation> best(List<Observation> inside) {
    return inside.stream()
        .filter(each -> each.usable(0) && stats(each) != null)
        .max(
            Comparator.comparingDouble(Series::valid)
                .thenComparingLong(each -> each.scene().time()));
  }

  private static double valid(Observation observation) {
    Figure figure = observation.figure();
    return figure == null ? 0 : figure.shares().valid();
  }

  static Figure.@Nullable Stats stats(Observation observation) {
    Figure figure = observation.figure();
    return figure == null ? null : figure.stats();
  }

  private static Instant moment(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
