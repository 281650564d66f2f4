package dev.penstock.transactions;

import dev.penstock.csv.DecimalField;
import dev.penstock.csv.DecimalStyle;
import dev.penstock.transactions.book.MatchRecords;
import dev.penstock.transactions.book.PoolRecord;
import dev.penstock.transactions.book.PoolSums;
import dev.penstock.transactions.gains.GainTable;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.lots.Disallowed;
import dev.penstock.transactions.lots.Match;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.lots.Pool;
import dev.penstock.transactions.lots.PoolEvent;
import dev.penstock.transactions.lots.Repurchases;
import dev.penstock.transactions.lots.Rules;
import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Pack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Matches one pool by one method. Used by one thread. */
final class Matching {
  /** Matches of a block. */
  private static final int MATCHES = 4_096;

  /** Where lots are that went to a wallet that nobody knows. */
  private static final String OUTSIDE = "\u0000outside";

  private final String asset;
  private final String name;
  private final Rules rules;
  private final Map<Integer, Link> links;
  private final Keeper keeper;
  private final Pool pool;
  private final @Nullable Repurchases repurchases;
  private final Pack flags = new Pack(256);
  private final SortedMap<Integer, BigDecimal> disallowed = new TreeMap<>();
  private final GainTable gains = new GainTable();
  private final Pack pack = new Pack(1 << 16);
  private long[] times = new long[1 << 10];
  private byte[] kinds = new byte[1 << 10];
  private BigDecimal missing = BigDecimal.ZERO;
  private final List<Integer> uncovered = new ArrayList<>();
  private int events;
  private int matches;
  private int first;
  private int last;
  private int blocks;

  /**
   * A matching.
   *
   * @param name of its results
   */
  Matching(String asset, String name, Rules rules, Map<Integer, Link> links, Keeper keeper) {
    this.asset = asset;
    this.name = name;
    this.rules = rules;
    this.links = links;
    this.keeper = keeper;
    this.pool = Pool.of(rules, this::take);
    // The British rule of 30 days is a rule of matching already.
    this.repurchases = rules.method() == Method.S104 ? null : new Repurchases(rules, this::flag);
  }

  void add(PoolRecord record) {
    if (events == times.length) {
      times = Arrays.copyOf(times, events * 2);
      kinds = Arrays.copyOf(kinds, events * 2);
    }
    times[events] = record.at();
    kinds[events] = (byte) Coded.of(record.labels().kind());
    var head = new PoolEvent.Head(events, record.at(), record.wallet());
    Link link = links.get(events);
    switch (record.type()) {
      case ACQUIRE ->
          apply(
              new PoolEvent.Acquire(
                  head, record.quantity(), record.money(), record.known(), record.labels().name()));
      case DISPOSE ->
          apply(
              new PoolEvent.Dispose(
                  head,
                  record.quantity(),
                  record.money(),
                  record.known(),
                  picks(record.labels().name())));
      case MOVE_OUT -> {
        if (link == null) {
          apply(new PoolEvent.Move(head, record.quantity(), OUTSIDE));
        } else {
          move(link);
        }
      }
      case MOVE_IN -> {
        if (link == null) {
          apply(
              new PoolEvent.Move(
                  new PoolEvent.Head(events, record.at(), OUTSIDE),
                  record.quantity(),
                  record.wallet()));
        } else {
          move(link);
        }
      }
    }
    events++;
  }

  /**
   * The lots of a transfer move with the earlier of its two ends; what was lost on the way goes.
   */
  private void move(Link link) {
    if (link.event() != events) {
      return;
    }
    var head = new PoolEvent.Head(events, times[events], link.way().from());
    apply(new PoolEvent.Move(head, link.arrived(), link.way().to()));
    if (link.lost().signum() > 0) {
      kinds[events] = (byte) Coded.of(Kind.FEE);
      apply(new PoolEvent.Dispose(head, link.lost(), link.worth(), link.known(), List.of()));
    }
  }

  /** {@code a:0.5;b}: half of lot a, then lot b. */
  private static List<PoolEvent.Pick> picks(String wishes) {
    if (wishes.isEmpty()) {
      return List.of();
    }
    var picks = new ArrayList<PoolEvent.Pick>();
    for (String wish : wishes.split(";", -1)) {
      int colon = wish.lastIndexOf(':');
      BigDecimal quantity =
          colon < 0 ? null : DecimalField.parse(wish.substring(colon + 1), DecimalStyle.POINT);
      picks.add(
          quantity == null
              ? new PoolEvent.Pick(wish.strip(), BigDecimal.ZERO)
              : new PoolEvent.Pick(wish.substring(0, colon).strip(), quantity.abs()));
    }
    return picks;
  }

  private void apply(PoolEvent event) {
    if (repurchases != null) {
      repurchases.before(event);
    }
    pool.add(event);
  }

  private void flag(Disallowed flag) {
    MatchRecords.pack(flags, flag);
    disallowed.merge(rules.year(times[flag.disposal()]), flag.loss(), BigDecimal::add);
  }

  private void take(Match match) {
    if (repurchases != null) {
      repurchases.matched(match);
    }
    if (pack.length() == 0) {
      first = match.disposal();
    }
    last = match.disposal();
    MatchRecords.pack(pack, match);
    int at = match.disposal();
    gains.add(rules.year(times[at]), asset, Kind.coded(kinds[at]), match);
    if (match.rule() == Match.Rule.MISSING) {
      missing = missing.add(match.quantity());
      if (uncovered.size() < PoolSums.Missing.MOST) {
        uncovered.add(at);
      }
    }
    if (++matches % MATCHES == 0) {
      close();
    }
  }

  private void close() {
    try {
      keeper.put(
          "matches",
          "%s %06d".formatted(name, blocks++),
          new MatchRecords.Range(first, last).pack(),
          pack.toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pack.cut(0);
  }

  /** Ends the pool and keeps what it came to. */
  void finish(byte[] hash) throws IOException {
    pool.finish();
    if (repurchases != null) {
      repurchases.finish();
    }
    if (pack.length() > 0) {
      close();
    }
    if (flags.length() > 0) {
      keeper.put("flags", name, new byte[0], flags.toBytes());
    }
    var sums =
        new PoolSums(
            asset, hash, gains, new PoolSums.Missing(missing, uncovered), disallowed, pool.open());
    byte[] note = new Pack(48).slice(hash, 0, hash.length).toBytes();
    keeper.put("pool", name, note, sums.pack());
  }
}
