package dev.penstock.transactions.rows;

import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which assets are to be priced on which days: the same ones that the valuer will ask for. Each
 * pair stands once, however many rows want it.
 */
public final class WantedPrices {
  private static final long DAY = 86_400_000L;

  private final String currency;
  private final Map<String, TreeSet<Long>> days = new TreeMap<>();
  private String lastAsset = "";
  private long lastDay;

  public WantedPrices(String currency) {
    this.currency = currency;
  }

  /** The day of a moment, in UTC, counted from 1970. */
  public static long day(long at) {
    return Math.floorDiv(at, DAY);
  }

  void add(
      Kind kind,
      Amount base,
      @Nullable Amount quote,
      @Nullable Amount fee,
      boolean valued,
      long at) {
    boolean own = valued || base.of(currency) || (quote != null && quote.of(currency));
    boolean needed =
        switch (kind.effect()) {
          case BUY, SELL, INCOME, RECEIVE, GIVE -> true;
          case OPENING -> quote != null;
          case MOVE_IN, MOVE_OUT, LOSE -> false;
        };
    if (needed && !own) {
      add(quote == null ? base.asset() : quote.asset(), day(at));
    }
    if (fee != null && !fee.of(currency)) {
      boolean aside = fee.of(base.asset()) || (quote != null && fee.of(quote.asset()));
      if (!aside || !needed) {
        add(fee.asset(), day(at));
      }
    }
  }

  public void add(String asset, long day) {
    if (day == lastDay && asset.equals(lastAsset)) {
      return;
    }
    lastAsset = asset;
    lastDay = day;
    days.computeIfAbsent(asset, name -> new TreeSet<>()).add(day);
  }

  /** Every asset and day, in order. */
  public void forEach(ObjLongConsumer<String> each) {
    days.forEach((asset, wanted) -> wanted.forEach(day -> each.accept(asset, day)));
  }

  public void packInto(Pack pack) {
    pack.whole(days.size());
    days.forEach(
        (asset, wanted) -> {
          pack.text(asset).whole(wanted.size());
          long before = 0;
          for (long day : wanted) {
            pack.signed(day - before);
            before = day;
          }
        });
  }

  /** Adds what was packed. */
  public void addAll(Unpack from) {
    for (int i = from.count(); i > 0; i--) {
      String asset = from.text();
      long day = 0;
      for (int n = from.count(); n > 0; n--) {
        day += from.signed();
        add(asset, day);
      }
    }
  }
}
