package dev.penstock.server.farm;

import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.store.FarmView.Span;
import dev.penstock.server.web.Query;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a reader of observations asks for.
 *
 * @param interval of a series; empty: each observation
 */
record SpanQuery(Instant from, Instant to, String index, Optional<Period> interval) {
  private static final Period YEAR = Period.ofDays(366);
  private static final int LONGEST_DAYS = 3_660;
  private static final Pattern INTERVAL = Pattern.compile("P[0-9]{1,3}[DWMY]");

  static SpanQuery of(Query query, Instant now) {
    Instant to = query.one("to").map(text -> moment("to", text, true)).orElse(now);
    Instant from =
        query.one("from").map(text -> moment("from", text, false)).orElse(to.minus(YEAR));
    if (from.isAfter(to) || Duration.between(from, to).toDays() > LONGEST_DAYS) {
      throw Query.invalid("from", "lies after to, or more than ten years before it");
    }
    return new SpanQuery(
        from,
        to,
        query.one("index").orElse("ndvi"),
        query.one("interval").map(SpanQuery::interval));
  }

  private static Period interval(String text) {
    // Days and weeks, or months and years: never both.
    Period period = INTERVAL.matcher(text).matches() ? Period.parse(text) : Period.ZERO;
    if (period.isZero()) {
      throw Query.invalid("interval", "is a period such as P1D, P1W or P1M");
    }
    return period;
  }

  /** A day means all of it. */
  static Instant moment(String name, String text, boolean end) {
    try {
      if (text.length() > 10) {
        return Instant.parse(text);
      }
      LocalDate day = LocalDate.parse(text);
      return end
          ? day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1)
          : day.atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw Query.invalid(name, "is a day or a moment, such as 2026-07-01");
    }
  }

  Span span(String tenant, Farm farm) {
    return new Span(
        tenant, farm.id(), farm.version(), index, from.toEpochMilli(), to.toEpochMilli());
  }
}
