package dev.penstock.transactions.gains;

import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.ledger.Transaction;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction does to pools. A fee that is taken from one of the two sides makes that side
 * larger or smaller; a fee in money adds to the cost or takes from the proceeds; a fee in a third
 * asset does so too, and is a disposal of that asset itself.
 */
public final class Postings {
  private final Transaction row;
  private final @Nullable BigDecimal value;
  private final @Nullable BigDecimal fee;
  private final PoolSink sink;

  private Postings(Transaction row, Valued valued, PoolSink sink) {
    this.row = row;
    this.value = valued.value();
    this.fee = valued.feeValue();
    this.sink = sink;
  }

  /** Posts a transaction. */
  public static void of(Transaction row, Valued valued, PoolSink sink) {
    new Postings(row, valued, sink).post();
  }

  /** What of a transaction is income: the value of what came, less the part that its fee took. */
  public static @Nullable BigDecimal income(Transaction row, Valued valued) {
    BigDecimal value = valued.value();
    if (row.kind().effect() != Kind.Effect.INCOME || value == null) {
      return null;
    }
    BigDecimal net = row.base().quantity().subtract(taken(row, row.base()));
    return net.signum() <= 0 ? BigDecimal.ZERO : Exact.share(value, net, row.base().quantity());
  }

  private void post() {
    switch (row.kind().effect()) {
      case BUY -> buy();
      case SELL -> sell();
      case INCOME, RECEIVE, OPENING -> receive();
      case GIVE -> give(value);
      case LOSE -> give(BigDecimal.ZERO);
      case MOVE_IN -> move(false);
      case MOVE_OUT -> move(true);
    }
    Amount charged = row.fee();
    if (charged != null
        && charged.quantity().signum() > 0
        && isApart(charged)
        && isPooled(charged)) {
      sink.dispose(charged.asset(), charged.quantity(), or0(fee), fee != null, Kind.FEE);
    }
  }

  private void buy() {
    Amount quote = row.quote();
    if (quote != null && isPooled(quote)) {
      out(quote, value, Kind.TRADE);
    }
    in(row.base(), plus(value, expense()));
  }

  private void sell() {
    out(row.base(), minus(value, expense()), row.kind());
    Amount quote = row.quote();
    if (quote != null && isPooled(quote)) {
      boolean fromQuote = row.fee() != null && row.fee().of(quote.asset());
      in(quote, fromQuote ? minus(value, fee) : value);
    }
  }

  private void receive() {
    BigDecimal cost = value;
    if (row.kind().effect() == Kind.Effect.INCOME) {
      BigDecimal net = row.base().quantity().subtract(taken(row, row.base()));
      cost =
          value == null || net.signum() <= 0
              ? value
              : Exact.share(value, net, row.base().quantity());
    }
    in(row.base(), plus(cost, expense()));
  }

  private void give(@Nullable BigDecimal proceeds) {
    out(row.base(), minus(proceeds, expense()), row.kind());
  }

  private void move(boolean out) {
    Amount base = row.base();
    if (isPooled(base)) {
      sink.move(base.asset(), base.quantity(), out);
    }
  }

  private void in(Amount amount, @Nullable BigDecimal cost) {
    BigDecimal net = amount.quantity().subtract(taken(row, amount));
    if (!isPooled(amount)) {
      return;
    }
    if (net.signum() > 0) {
      sink.acquire(amount.asset(), net, or0(cost), cost != null);
    } else if (net.signum() < 0) {
      sink.dispose(amount.asset(), net.negate(), BigDecimal.ZERO, true, Kind.FEE);
    }
  }

  private void out(Amount amount, @Nullable BigDecimal proceeds, Kind as) {
    if (isPooled(amount) && amount.quantity().signum() > 0) {
      BigDecimal gross = amount.quantity().add(taken(row, amount));
      sink.dispose(amount.asset(), gross, or0(proceeds), proceeds != null, as);
    }
  }

  /** What of an amount its own fee takes. */
  private static BigDecimal taken(Transaction row, Amount amount) {
    Amount fee = row.fee();
    return fee != null && fee.of(amount.asset()) ? fee.quantity() : BigDecimal.ZERO;
  }

  /** What the fee adds to costs or takes from proceeds: nothing when a side has paid it. */
  private @Nullable BigDecimal expense() {
    Amount charged = row.fee();
    if (charged == null || charged.quantity().signum() == 0) {
      return BigDecimal.ZERO;
    }
    if (charged.of(row.base().asset()) && isPooled(charged)) {
      return BigDecimal.ZERO;
    }
    Amount quote = row.quote();
    boolean quotePaid =
        quote != null && charged.of(quote.asset()) && isPooled(charged) && row.kind().incoming();
    return quotePaid ? BigDecimal.ZERO : fee;
  }

  /** Whether the fee is neither of the base nor of the quote asset, or of an asset that moves. */
  private boolean isApart(Amount charged) {
    Kind.Effect effect = row.kind().effect();
    if (effect == Kind.Effect.MOVE_IN || effect == Kind.Effect.MOVE_OUT) {
      return true;
    }
    boolean quotes = effect == Kind.Effect.BUY || effect == Kind.Effect.SELL;
    Amount quote = row.quote();
    return !charged.of(row.base().asset())
        && !(quotes && quote != null && charged.of(quote.asset()));
  }

  private static boolean isPooled(Amount amount) {
    return !Currencies.isMoney(amount.asset());
  }

  private static BigDecimal or0(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }

  private static @Nullable BigDecimal plus(@Nullable BigDecimal a, @Nullable BigDecimal b) {
    return a == null || b == null ? null : a.add(b);
  }

  private static @Nullable BigDecimal minus(@Nullable BigDecimal a, @Nullable BigDecimal b) {
    return a == null || b == null ? null : a.subtract(b);
  }
}
