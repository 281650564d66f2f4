package dev.penstock.server.ogc;

import dev.penstock.formats.JsonMembers;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.server.web.Query;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code datetime}: an instant, a day or an interval. A feature's own time is its property {@code
 * datetime}, or {@code date}, or the interval from {@code start_datetime} to {@code end_datetime};
 * one without such a time is not found.
 */
record TimeQuery(Instant from, Instant to) {
  private static final int LONGEST = 40;

  static TimeQuery of(String text) {
    String[] ends = text.split("/", -1);
    if (ends.length > 2) {
      throw refused();
    }
    boolean single = ends.length == 1;
    Optional<TimeQuery> first = open(ends[0], single);
    Optional<TimeQuery> last = single ? first : open(ends[1], false);
    var asked =
        new TimeQuery(
            first.map(TimeQuery::from).orElse(Instant.MIN),
            last.map(TimeQuery::to).orElse(Instant.MAX));
    if (asked.from.isAfter(asked.to)) {
      throw Query.invalid("datetime", "begins after its end");
    }
    return asked;
  }

  private static Optional<TimeQuery> open(String text, boolean single) {
    if (!single && (text.isEmpty() || text.equals(".."))) {
      return Optional.empty();
    }
    TimeQuery time = time(text);
    if (time == null) {
      throw refused();
    }
    return Optional.of(time);
  }

  private static RuntimeException refused() {
    return Query.invalid(
        "datetime", "takes a date or an RFC 3339 time, or two with a slash between; .. is open");
  }

  /** A time as RFC 3339 writes it, or a whole day of UTC; null for anything else. */
  private static @Nullable TimeQuery time(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    try {
      if (text.length() == 10) {
        Instant day = LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new TimeQuery(day, day.plus(Duration.ofDays(1)).minusNanos(1));
      }
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return new TimeQuery(instant, instant);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether a feature's time meets this one. */
  boolean meets(FeatureRow row, JsonMembers members) throws IOException {
    TimeQuery at = null;
    TimeQuery start = null;
    TimeQuery end = null;
    boolean interval = false;
    members.over(row.properties());
    while (members.next()) {
      if (members.first() == '"') {
        switch (members.name()) {
          case "datetime" -> at = time(members.stringValue());
          case "date" -> at = at == null ? time(members.stringValue()) : at;
          case "start_datetime" -> {
            start = time(members.stringValue());
            interval = true;
          }
          case "end_datetime" -> {
            end = time(members.stringValue());
            interval = true;
          }
          default -> {}
        }
      }
    }
    if (at != null) {
      return !at.to.isBefore(from) && !at.from.isAfter(to);
    }
    return interval
        && (start == null || !start.from.isAfter(to))
        && (end == null || !end.to.isBefore(from))
        && (start != null || end != null);
  }
}
