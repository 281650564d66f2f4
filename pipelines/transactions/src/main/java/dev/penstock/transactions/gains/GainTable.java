package dev.penstock.transactions.gains;

import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.lots.Match;
import dev.penstock.transactions.lots.Term;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Realised gains, summed by year, asset, term and kind of disposal. */
public final class GainTable {
  private static final Comparator<Key> ORDER =
      Comparator.comparingInt(Key::year)
          .thenComparing(Key::asset)
          .thenComparing(Key::term)
          .thenComparing(Key::kind);

  /** What is summed apart. */
  public record Key(int year, String asset, Term term, Kind kind) {}

  /**
   * A sum.
   *
   * @param incomplete matches that are not in it, because a price or a cost is unknown
   */
  public record Sum(
      BigDecimal quantity, BigDecimal proceeds, BigDecimal cost, long matches, long incomplete) {
    public static final Sum NONE = new Sum(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0, 0);

    public BigDecimal gain() {
      return proceeds.subtract(cost);
    }

    Sum plus(Match match) {
      return match.known()
          ? new Sum(
              quantity.add(match.quantity()),
              proceeds.add(match.proceeds()),
              cost.add(match.cost()),
              matches + 1,
              incomplete)
          : new Sum(quantity, proceeds, cost, matches, incomplete + 1);
    }

    public Sum plus(Sum that) {
      return new Sum(
          quantity.add(that.quantity),
          proceeds.add(that.proceeds),
          cost.add(that.cost),
          matches + that.matches,
          incomplete + that.incomplete);
    }
  }

  private final Map<Key, Sum> sums = new HashMap<>();

  public void add(int year, String asset, Kind kind, Match match) {
    Key key = new Key(year, asset, match.term(), kind);
    sums.put(key, sums.getOrDefault(key, Sum.NONE).plus(match));
  }

  public void add(Key key, Sum sum) {
    sums.merge(key, sum, Sum::plus);
  }

  /** Every sum, in order. */
  public void forEach(BiConsumer<Key, Sum> each) {
    var sorted = new TreeMap<Key, Sum>(ORDER);
    sorted.putAll(sums);
    sorted.forEach(each);
  }
}
