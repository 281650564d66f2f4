package dev.penstock.transactions.lots;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Section 104 of the UK's Taxation of Chargeable Gains Act, with its two rules that go first. All
 * acquisitions of a day are one, and all disposals of a day. A day's disposals use that day's
 * acquisitions first; then those of the next 30 days, the earliest first, as far as these are not
 * used on their own day; then the pool of all else. Days are those of the rules' zone.
 */
final class SectionPool implements Pool {
  private static final int DAYS = 30;

  /** A day: what came, as one lot; what went; what it used. */
  private static final class Day {
    Slice came = NOTHING;
    final List<PoolEvent.Dispose> went = new ArrayList<>();
    BigDecimal open = BigDecimal.ZERO;
    final Deque<Used> used = new ArrayDeque<>();
  }

  private record Used(Slice slice, Match.Rule rule) {}

  private static final Slice NOTHING =
      new Slice(Slice.NO_LOT, 0, "", BigDecimal.ZERO, BigDecimal.ZERO, true);

  private final Rules rules;
  private final Consumer<Match> matches;
  private final TreeMap<LocalDate, Day> days = new TreeMap<>();
  private final AverageBook pool = new AverageBook();

  SectionPool(Rules rules, Consumer<Match> matches) {
    this.rules = rules;
    this.matches = matches;
  }

  @Override
  public void add(PoolEvent event) {
    switch (event) {
      case PoolEvent.Acquire acquire -> {
        Day day = day(acquire.head().at());
        day.came = day.came.quantity().signum() == 0 ? Slice.of(acquire) : both(day.came, acquire);
      }
      case PoolEvent.Dispose dispose -> {
        Day day = day(dispose.head().at());
        day.went.add(dispose);
        day.open = day.open.add(dispose.quantity());
      }
      case PoolEvent.Move move -> {
        // One owner, one pool: where it lies does not matter.
      }
    }
  }

  private Day day(long at) {
    return days.computeIfAbsent(rules.day(at), date -> new Day());
  }

  private static Slice both(Slice first, PoolEvent.Acquire more) {
    return new Slice(
        first.lot(),
        first.acquired(),
        first.name(),
        first.quantity().add(more.quantity()),
        first.cost().add(more.cost()),
        first.known() && more.known());
  }

  @Override
  public void finish() {
    days.values().forEach(day -> use(day, day, Match.Rule.SAME_DAY));
    for (Map.Entry<LocalDate, Day> each : days.entrySet()) {
      LocalDate date = each.getKey();
      for (Day later : days.subMap(date, false, date.plusDays(DAYS), true).values()) {
        use(each.getValue(), later, Match.Rule.THIRTY_DAY);
      }
    }
    for (Day day : days.values()) {
      if (day.came.quantity().signum() > 0) {
        pool.put(day.came);
      }
      if (day.open.signum() > 0) {
        pool.take(day.open, List.of())
            .forEach(slice -> day.used.add(new Used(slice, Match.Rule.S104_POOL)));
      }
      report(day);
    }
  }

  private static void use(Day disposals, Day acquisitions, Match.Rule rule) {
    BigDecimal part = disposals.open.min(acquisitions.came.quantity());
    if (part.signum() > 0) {
      Slice slice = acquisitions.came.first(part);
      acquisitions.came = acquisitions.came.without(slice);
      disposals.open = disposals.open.subtract(part);
      disposals.used.add(new Used(slice, rule));
    }
  }

  /** A day's disposals are one for the rules; its rows take from what it used in their order. */
  private void report(Day day) {
    for (PoolEvent.Dispose event : day.went) {
      var disposing = new Disposing(event, rules, matches);
      while (disposing.left().signum() > 0 && !day.used.isEmpty()) {
        Used next = day.used.remove();
        Slice slice = next.slice().first(next.slice().quantity().min(disposing.left()));
        Slice rest = next.slice().without(slice);
        if (rest.quantity().signum() > 0) {
          day.used.addFirst(new Used(rest, next.rule()));
        }
        disposing.use(slice, next.rule());
      }
      disposing.finish();
    }
  }

  @Override
  public List<Holding> open() {
    return pool.open().stream().map(slice -> new Holding("", slice)).toList();
  }
}
