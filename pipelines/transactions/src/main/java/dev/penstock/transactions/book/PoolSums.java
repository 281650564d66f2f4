package dev.penstock.transactions.book;

import dev.penstock.transactions.gains.GainTable;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.lots.Pool.Holding;
import dev.penstock.transactions.lots.Slice;
import dev.penstock.transactions.lots.Term;
import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * What one pool came to.
 *
 * @param hash over its events, the rules, and its matches
 * @param missing what was disposed of that nothing was acquired for
 * @param disallowed losses that do not count, by year
 * @param open lots that are left
 */
public record PoolSums(
    String asset,
    byte[] hash,
    GainTable gains,
    Missing missing,
    SortedMap<Integer, BigDecimal> disallowed,
    List<Holding> open) {
  private static final IntFunction<Term> TERMS = Coded.by(Term.class);

  /**
   * What was disposed of that nothing was acquired for.
   *
   * @param events that did so, by their index; the first ones only, where they are many
   */
  public record Missing(BigDecimal quantity, List<Integer> events) {
    public static final int MOST = 100;

    public Missing {
      events = List.copyOf(events);
    }
  }

  public PoolSums {
    open = List.copyOf(open);
  }

  public BigDecimal openQuantity() {
    return open.stream()
        .map(holding -> holding.lot().quantity())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** What the open lots cost, as far as it is known. */
  public BigDecimal openCost() {
    return open.stream()
        .map(holding -> holding.lot().cost())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  public byte[] pack() {
    var pack = new Pack(1 << 12);
    pack.text(asset).slice(hash, 0, hash.length);
    pack(pack, gains);
    pack.decimal(missing.quantity()).whole(missing.events().size());
    missing.events().forEach(event -> pack.whole(event));
    years(pack, disallowed);
    pack.whole(open.size());
    for (Holding holding : open) {
      Slice lot = holding.lot();
      pack.text(holding.wallet()).whole(lot.lot() + 1L).signed(lot.acquired()).text(lot.name());
      pack.decimal(lot.quantity()).decimal(lot.cost()).u8(lot.known() ? 1 : 0);
    }
    return pack.toBytes();
  }

  public static PoolSums unpack(byte[] bytes) {
    var in = new Unpack(bytes);
    String asset = in.text();
    byte[] hash = in.slice();
    GainTable gains = gains(in);
    BigDecimal quantity = in.decimal();
    var events = new ArrayList<Integer>();
    for (int i = in.count(); i > 0; i--) {
      events.add(in.count());
    }
    var missing = new Missing(quantity, events);
    SortedMap<Integer, BigDecimal> disallowed = years(in);
    var open = new ArrayList<Holding>();
    for (int i = in.count(); i > 0; i--) {
      String wallet = in.text();
      open.add(
          new Holding(
              wallet,
              new Slice(
                  in.count() - 1,
                  in.signed(),
                  in.text(),
                  in.decimal(),
                  in.decimal(),
                  in.u8() == 1)));
    }
    return new PoolSums(asset, hash, gains, missing, disallowed, open);
  }

  /** Amounts by year. */
  public static void years(Pack pack, SortedMap<Integer, BigDecimal> amounts) {
    pack.whole(amounts.size());
    amounts.forEach((year, amount) -> pack.signed(year).decimal(amount));
  }

  public static SortedMap<Integer, BigDecimal> years(Unpack in) {
    var amounts = new TreeMap<Integer, BigDecimal>();
    for (int i = in.count(); i > 0; i--) {
      amounts.put((int) in.signed(), in.decimal());
    }
    return amounts;
  }

  /** A table of gains. */
  public static void pack(Pack pack, GainTable table) {
    var lines = new ArrayList<Runnable>();
    table.forEach(
        (key, sum) ->
            lines.add(
                () -> {
                  pack.signed(key.year()).text(key.asset());
                  pack.u8(Coded.of(key.term())).u8(Coded.of(key.kind()));
                  pack.decimal(sum.quantity()).decimal(sum.proceeds()).decimal(sum.cost());
                  pack.whole(sum.matches()).whole(sum.incomplete());
                }));
    pack.whole(lines.size());
    lines.forEach(Runnable::run);
  }

  public static GainTable gains(Unpack in) {
    var table = new GainTable();
    for (int i = in.count(); i > 0; i--) {
      var key =
          new GainTable.Key(
              (int) in.signed(), in.text(), TERMS.apply(in.u8()), Kind.coded(in.u8()));
      table.add(
          key, new GainTable.Sum(in.decimal(), in.decimal(), in.decimal(), in.whole(), in.whole()));
    }
    return table;
  }
}
