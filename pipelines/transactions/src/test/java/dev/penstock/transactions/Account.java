package dev.penstock.transactions;

import dev.penstock.transactions.gains.GainTable;
import dev.penstock.transactions.gains.PoolSink;
import dev.penstock.transactions.gains.Postings;
import dev.penstock.transactions.gains.Prices;
import dev.penstock.transactions.gains.Valuer;
import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.ledger.Transaction;
import dev.penstock.transactions.lots.Match;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.lots.Pool;
import dev.penstock.transactions.lots.PoolEvent;
import dev.penstock.transactions.lots.Rules;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An account in memory: rows in, matches out; what the pipeline does, without its stages. */
public final class Account {
  /** One pool with what came out of it. */
  public static final class Asset {
    public final List<PoolEvent> events = new ArrayList<>();
    public final List<Kind> kinds = new ArrayList<>();
    public final List<Match> matches = new ArrayList<>();
    public final Pool pool;

    Asset(Rules rules) {
      pool = Pool.of(rules, matches::add);
    }

    public BigDecimal openCost() {
      return pool.open().stream()
          .map(holding -> holding.lot().cost())
          .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    public BigDecimal openQuantity() {
      return pool.open().stream()
          .map(holding -> holding.lot().quantity())
          .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
  }

  public final Rules rules;
  public final Map<String, Asset> assets = new HashMap<>();
  private final Valuer valuer;
  private final Map<String, BigDecimal> prices = new HashMap<>();

  public Account(Method method, boolean perWallet) {
    this(method, perWallet, Rules.MissingBasis.ZERO);
  }

  public Account(Method method, boolean perWallet, Rules.MissingBasis missing) {
    rules = new Rules(method, perWallet, missing, ZoneOffset.UTC, MonthDay.of(1, 1));
    valuer =
        new Valuer(
            "USD",
            (asset, at) ->
                Optional.ofNullable(prices.get(asset + LocalDate.ofEpochDay(at / 86_400_000)))
                    .map(value -> new Prices.Price(value, "test", at)));
  }

  /** Says what an asset costs on a day. */
  public Account price(String asset, String date, String value) {
    prices.put(asset + date.substring(0, 10), new BigDecimal(value));
    return this;
  }

  public static long at(String time) {
    String whole = time.length() == 10 ? time + "T00:00" : time;
    return Instant.parse(whole.endsWith("Z") ? whole.replace("Z", ":00Z") : whole + ":00Z")
        .toEpochMilli();
  }

  public Account row(String time, Kind kind, String base, String quote, String fee) {
    return row(
        new Transaction(
            at(time),
            "main",
            kind,
            amount(base),
            quote.isEmpty() ? null : amount(quote),
            fee.isEmpty() ? null : amount(fee),
            null,
            Transaction.Names.NONE));
  }

  public static Amount amount(String text) {
    String[] parts = text.split(" ", -1);
    return new Amount(parts[1], new BigDecimal(parts[0]));
  }

  public Account row(Transaction row) {
    Postings.of(row, valuer.of(row), new Sink(row));
    return this;
  }

  public Account finish() {
    assets.values().forEach(asset -> asset.pool.finish());
    return this;
  }

  public Asset asset(String name) {
    return assets.computeIfAbsent(name, n -> new Asset(rules));
  }

  public GainTable gains() {
    var table = new GainTable();
    assets.forEach(
        (name, asset) ->
            asset.matches.forEach(
                match ->
                    table.add(
                        rules.year(asset.events.get(match.disposal()).head().at()),
                        name,
                        asset.kinds.get(match.disposal()),
                        match)));
    return table;
  }

  private final class Sink implements PoolSink {
    private final Transaction row;

    Sink(Transaction row) {
      this.row = row;
    }

    private void add(String name, PoolEvent event, Kind kind) {
      Asset asset = asset(name);
      asset.events.add(event);
      asset.kinds.add(kind);
      asset.pool.add(event);
    }

    private PoolEvent.Head head(String name) {
      return new PoolEvent.Head(asset(name).events.size(), row.at(), row.wallet());
    }

    @Override
    public void acquire(String asset, BigDecimal quantity, BigDecimal cost, boolean known) {
      String id = row.names().externalId();
      add(asset, new PoolEvent.Acquire(head(asset), quantity, cost, known, id), row.kind());
    }

    @Override
    public void dispose(
        String asset, BigDecimal quantity, BigDecimal proceeds, boolean known, Kind as) {
      var event = new PoolEvent.Dispose(head(asset), quantity, proceeds, known, List.of());
      add(asset, event, as);
    }

    @Override
    public void move(String asset, BigDecimal quantity, boolean out) {}
  }
}
