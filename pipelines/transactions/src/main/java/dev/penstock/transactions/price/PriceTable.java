package dev.penstock.transactions.price;

import dev.penstock.transactions.gains.Currencies;
import dev.penstock.transactions.gains.Prices;
import dev.penstock.transactions.rows.WantedPrices;
import dev.penstock.transactions.store.PriceBook.Outcome;
import dev.penstock.transactions.store.PriceBook.Point;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Daily prices in memory. A price is that of its day in UTC. Banks close at weekends: a currency
 * without a rate on a day has the last one before, of a week ago at most, and says so by its time.
 */
public final class PriceTable implements Prices {
  private static final int LONGEST_PAUSE = 7;

  private final Map<String, Map<Long, Price>> found = new HashMap<>();
  private final Map<String, Map<Long, Outcome>> others = new HashMap<>();

  public PriceTable(List<Point> points) {
    for (Point point : points) {
      if (point.value() == null) {
        others
            .computeIfAbsent(point.asset(), asset -> new HashMap<>())
            .put(point.day(), point.outcome());
      } else {
        found
            .computeIfAbsent(point.asset(), asset -> new HashMap<>())
            .put(point.day(), new Price(point.value(), point.source(), point.time()));
      }
    }
  }

  @Override
  public Optional<Price> at(String asset, long at) {
    return on(asset, WantedPrices.day(at));
  }

  private Optional<Price> on(String asset, long day) {
    Map<Long, Price> days = found.getOrDefault(asset, Map.of());
    Price price = days.get(day);
    if (price == null && Currencies.isMoney(asset)) {
      for (int back = 1; price == null && back <= LONGEST_PAUSE; back++) {
        price = days.get(day - back);
      }
    }
    return Optional.ofNullable(price);
  }

  /** Whether asking for a price may bring something: it was never asked for, or may still come. */
  public boolean open(String asset, long day) {
    Outcome outcome = others.getOrDefault(asset, Map.of()).get(day);
    return on(asset, day).isEmpty() && (outcome == null || outcome.mayCome());
  }

  /** How asking for a price that is missing ended; empty: nobody asked. */
  public Optional<Outcome> outcome(String asset, long day) {
    return Optional.ofNullable(others.getOrDefault(asset, Map.of()).get(day));
  }

  /** The last price of an asset that is known on or before a day. */
  public Optional<Price> last(String asset, long day) {
    return found.getOrDefault(asset, Map.of()).entrySet().stream()
        .filter(entry -> entry.getKey() <= day)
        .max(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue);
  }
}
