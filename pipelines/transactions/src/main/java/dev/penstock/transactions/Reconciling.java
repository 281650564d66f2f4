package dev.penstock.transactions;

import dev.penstock.transactions.book.BalanceSheet;
import dev.penstock.transactions.book.IncomeTable;
import dev.penstock.transactions.book.Issue;
import dev.penstock.transactions.book.Mark;
import dev.penstock.transactions.book.PoolRecord;
import dev.penstock.transactions.book.RowId;
import dev.penstock.transactions.gains.Currencies;
import dev.penstock.transactions.gains.PoolSink;
import dev.penstock.transactions.gains.Postings;
import dev.penstock.transactions.gains.Valued;
import dev.penstock.transactions.gains.Valuer;
import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.ledger.Leg;
import dev.penstock.transactions.ledger.Transaction;
import dev.penstock.transactions.price.PriceTable;
import dev.penstock.transactions.reconcile.Corrections;
import dev.penstock.transactions.reconcile.IssueLog;
import dev.penstock.transactions.rows.Records;
import dev.penstock.transactions.rows.RowBlock;
import dev.penstock.transactions.rows.WantedPrices;
import dev.penstock.transactions.view.AccountView;
import dev.penstock.transactions.wire.Unpack;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One pass over all rows of a ledger, in their order. Used by one thread. */
final class Reconciling implements PoolSink {
  /** Blocks of rows between two snapshots of all balances. */
  private static final int SNAPSHOT = AccountView.SNAPSHOT;

  private static final Transaction NO_ROW =
      new Transaction(
          0,
          "",
          Kind.FEE,
          new Amount("", BigDecimal.ZERO),
          null,
          null,
          null,
          Transaction.Names.NONE);

  private final TransactionsInputs inputs;
  private final Corrections corrections;
  private final PriceTable prices;
  private final Valuer valuer;
  private final Keeper keeper;
  private final Map<String, PoolWriter> pools = new TreeMap<>();
  private final BalanceSheet balances = new BalanceSheet();
  private final IncomeTable income = new IncomeTable();
  private final IssueLog issues = new IssueLog();
  private final WantedPrices unpriced;
  private final Map<BalanceSheet.Key, Boolean> negative = new HashMap<>();
  private final Mark.Builder marks = new Mark.Builder();
  private final Unpack in = new Unpack(new byte[0]);
  private byte[] lastKey = new byte[Records.KEY];
  private int ordinal;
  private final Twins twins = new Twins();
  private Transaction row;
  private long rows;
  private long unpricedRows;

  Reconciling(
      TransactionsInputs inputs, PriceTable prices, Keeper keeper, Corrections corrections) {
    this.corrections = corrections;
    this.inputs = inputs;
    this.prices = prices;
    this.valuer = new Valuer(inputs.currency(), prices);
    this.keeper = keeper;
    this.unpriced = new WantedPrices(inputs.currency());
    this.row = NO_ROW;
  }

  Map<String, PoolWriter> pools() {
    return pools;
  }

  IssueLog issues() {
    return issues;
  }

  IncomeTable income() {
    return income;
  }

  BalanceSheet balances() {
    return balances;
  }

  WantedPrices unpriced() {
    return unpriced;
  }

  long rows() {
    return rows;
  }

  long unpricedRows() {
    return unpricedRows;
  }

  /** Goes over a block; {@code index} counts blocks from 0. */
  void block(RowBlock block, int index, String name) throws IOException {
    if (index % SNAPSHOT == 0) {
      keeper.put("balances", "%08d".formatted(index), new byte[0], balances.pack());
    }
    for (int i = 0; i < block.rows(); i++) {
      int from = block.from(i);
      boolean again = rows > 0 && Records.compare(block.bytes(), from, lastKey, 0) == 0;
      ordinal = again ? ordinal + 1 : 0;
      if (!again) {
        lastKey = Arrays.copyOfRange(block.bytes(), from, from + Records.KEY);
      }
      row = Records.transaction(in.over(block.bytes(), from, block.to(i)));
      take(block.bytes(), from);
      rows++;
    }
    keeper.put("marks", name, new byte[0], marks.build());
  }

  private void take(byte[] bytes, int from) {
    if (corrections.any()) {
      String id = id();
      if (corrections.drops(id)) {
        BigDecimal balance = balances.of(row.wallet(), row.base().asset());
        marks.add(new Mark(null, null, balance, Mark.State.DROPPED));
        return;
      }
      row = corrections.correct(id, row);
    }
    twins
        .look(row, Records.importNumber(bytes, from), lastKey, ordinal)
        .map(RowId::text)
        .ifPresent(
            other ->
                issues.add(
                    new Issue(
                        Issue.Kind.DUPLICATE_SUSPECTED,
                        Issue.Severity.WARNING,
                        row.base().asset(),
                        "two sources tell of the same %s of %s %s at the same time"
                            .formatted(
                                row.kind().word(),
                                Exact.text(row.base().quantity()),
                                row.base().asset()),
                        List.of(other, id()))));
    Valued valued = valuer.of(row);
    Postings.of(row, valued, this);
    addIncome(valued);
    for (Leg leg : row.legs()) {
      BigDecimal after = balances.add(leg);
      if (after.signum() < 0 && !Currencies.isMoney(leg.asset())) {
        negative(leg, after);
      }
    }
    BigDecimal balance = balances.of(row.wallet(), row.base().asset());
    compare(balance);
    var state = valued.unpriced() ? Mark.State.UNPRICED : Mark.State.COUNTED;
    marks.add(new Mark(valued.value(), valued.price(), balance, state));
    if (valued.unpriced()) {
      unpricedRows++;
      valued.missing().forEach(this::missing);
    }
  }

  private void missing(String asset) {
    long day = WantedPrices.day(row.at());
    unpriced.add(asset, day);
    issues.add(
        new Issue(
            Issue.Kind.PRICE_MISSING,
            Issue.Severity.ERROR,
            asset,
            "no price of %s on %s: %s"
                .formatted(
                    asset,
                    LocalDate.ofEpochDay(day),
                    prices
                        .outcome(asset, day)
                        .map(outcome -> outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .orElse("nobody was asked")),
            List.of(id())));
  }

  private String id() {
    return new RowId(lastKey, ordinal).text();
  }

  private void addIncome(Valued valued) {
    if (row.kind().effect() == Kind.Effect.INCOME) {
      var key = new IncomeTable.Key(inputs.rules().year(row.at()), row.kind(), row.base().asset());
      income.add(key, row.base().quantity(), Postings.income(row, valued));
    }
  }

  /** Told once for a wallet and asset: all that follows follows from it. */
  private void negative(Leg leg, BigDecimal after) {
    var key = new BalanceSheet.Key(leg.wallet(), leg.asset());
    if (negative.putIfAbsent(key, true) == null) {
      issues.add(
          new Issue(
              Issue.Kind.NEGATIVE_BALANCE,
              Issue.Severity.WARNING,
              leg.asset(),
              "wallet %s holds %s %s after this row: something that came in is missing"
                  .formatted(leg.wallet(), Exact.text(after), leg.asset()),
              List.of(id())));
    }
  }

  /** The reader stands behind the typed part. */
  private void compare(BigDecimal balance) {
    in.whole();
    in.whole();
    in.whole();
    BigDecimal reported = in.maybe();
    if (reported != null && reported.compareTo(balance) != 0) {
      issues.add(
          new Issue(
              Issue.Kind.BALANCE_DIFFERS,
              Issue.Severity.WARNING,
              row.base().asset(),
              "the source reports a balance of %s, the rows come to %s"
                  .formatted(Exact.text(reported), Exact.text(balance)),
              List.of(id())));
    }
  }

  private PoolWriter pool(String asset) {
    return pools.computeIfAbsent(asset, name -> new PoolWriter(name, keeper));
  }

  private void record(
      String asset,
      PoolRecord.Type type,
      BigDecimal quantity,
      BigDecimal money,
      boolean known,
      PoolRecord.Labels labels) {
    pool(asset)
        .add(
            new PoolRecord(type, lastKey, ordinal, row.wallet(), quantity, money, known, labels),
            row.names().txHash());
  }

  @Override
  public void acquire(String asset, BigDecimal quantity, BigDecimal cost, boolean known) {
    var labels = new PoolRecord.Labels(row.kind(), row.names().externalId());
    record(asset, PoolRecord.Type.ACQUIRE, quantity, cost, known, labels);
  }

  @Override
  public void dispose(
      String asset, BigDecimal quantity, BigDecimal proceeds, boolean known, Kind as) {
    String wishes = asset.equals(row.base().asset()) ? row.names().lots() : "";
    var labels = new PoolRecord.Labels(as, wishes);
    record(asset, PoolRecord.Type.DISPOSE, quantity, proceeds, known, labels);
  }

  @Override
  public void move(String asset, BigDecimal quantity, boolean out) {
    record(
        asset,
        out ? PoolRecord.Type.MOVE_OUT : PoolRecord.Type.MOVE_IN,
        quantity,
        BigDecimal.ZERO,
        true,
        new PoolRecord.Labels(row.kind(), ""));
  }

  PriceTable prices() {
    return prices;
  }
}
