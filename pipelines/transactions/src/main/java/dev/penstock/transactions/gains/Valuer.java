package dev.penstock.transactions.gains;

import dev.penstock.transactions.gains.Prices.Price;
import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.ledger.Transaction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what transactions are worth: from the row itself where it says so or was made in the
 * reporting currency, else from the price of what was given for it, else from its own price. What
 * has no price has no value; it is never zero.
 */
public final class Valuer {
  private final String currency;
  private final Prices prices;

  /**
   * A valuer.
   *
   * @param currency in which is reported
   */
  public Valuer(String currency, Prices prices) {
    this.currency = currency;
    this.prices = prices;
  }

  public Valued of(Transaction row) {
    var missing = new ArrayList<String>(0);
    Worth worth = needsValue(row.kind()) ? worth(row, missing) : Worth.UNASKED;
    BigDecimal fee = feeValue(row, worth.value(), missing);
    return new Valued(worth.value(), fee, worth.price(), missing);
  }

  private record Worth(@Nullable BigDecimal value, @Nullable Price price) {
    static final Worth UNASKED = new Worth(null, null);
  }

  private static boolean needsValue(Kind kind) {
    return switch (kind.effect()) {
      case BUY, SELL, INCOME, RECEIVE, GIVE, OPENING -> true;
      case MOVE_IN, MOVE_OUT, LOSE -> false;
    };
  }

  private Worth worth(Transaction row, List<String> missing) {
    if (row.value() != null) {
      return new Worth(row.value(), null);
    }
    Amount quote = row.quote();
    if (quote != null && quote.of(currency)) {
      return new Worth(quote.quantity(), null);
    }
    if (row.base().of(currency)) {
      return new Worth(row.base().quantity(), null);
    }
    if (quote != null) {
      Optional<Price> found = prices.at(quote.asset(), row.at());
      if (found.isPresent()) {
        return at(found.get(), quote);
      }
    }
    // An opening position was bought long ago: today's price is not what it cost.
    Optional<Price> own =
        row.kind() == Kind.OPENING ? Optional.empty() : prices.at(row.base().asset(), row.at());
    if (own.isPresent()) {
      return at(own.get(), row.base());
    }
    missing.add(quote == null ? row.base().asset() : quote.asset());
    return Worth.UNASKED;
  }

  private static Worth at(Price price, Amount amount) {
    return new Worth(Exact.worth(amount.quantity(), price.value()), price);
  }

  private @Nullable BigDecimal feeValue(
      Transaction row, @Nullable BigDecimal value, List<String> missing) {
    Amount fee = row.fee();
    if (fee == null || fee.quantity().signum() == 0) {
      return BigDecimal.ZERO;
    }
    if (fee.of(currency)) {
      return fee.quantity();
    }
    Amount side = sideOf(row, fee);
    if (side != null && value != null) {
      return Exact.share(value, fee.quantity(), side.quantity());
    }
    Optional<Price> price = prices.at(fee.asset(), row.at());
    if (price.isEmpty()) {
      missing.add(fee.asset());
      return null;
    }
    return Exact.worth(fee.quantity(), price.get().value());
  }

  /** The side of a transaction that its fee was taken from. */
  private static @Nullable Amount sideOf(Transaction row, Amount fee) {
    if (fee.of(row.base().asset())) {
      return row.base();
    }
    Amount quote = row.quote();
    return quote != null && fee.of(quote.asset()) && quote.quantity().signum() > 0 ? quote : null;
  }
}
