package dev.penstock.transactions.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction as it was understood. Amounts are never negative: the kind says the direction.
 *
 * @param at milliseconds since 1970
 * @param base what it is about; above zero
 * @param quote what was given or taken for it
 * @param value what the base was worth in the reporting currency, where the row says so itself
 * @param names what the source calls it
 */
public record Transaction(
    long at,
    String wallet,
    Kind kind,
    Amount base,
    @Nullable Amount quote,
    @Nullable Amount fee,
    @Nullable BigDecimal value,
    Names names) {
  /**
   * The texts of a row; each may be empty.
   *
   * @param lots which lots a disposal uses, by the external ids of their acquisitions: {@code
   *     a:0.5;b}
   */
  public record Names(String externalId, String txHash, String note, String lots) {
    public static final Names NONE = new Names("", "", "", "");
  }

  /** What it adds to and takes from the wallet. */
  public List<Leg> legs() {
    var legs = new ArrayList<Leg>(3);
    boolean in = kind.incoming();
    legs.add(leg(Leg.Role.PRINCIPAL, base, in));
    boolean traded = kind.effect() == Kind.Effect.BUY || kind.effect() == Kind.Effect.SELL;
    if (quote != null && traded && quote.quantity().signum() > 0) {
      legs.add(leg(Leg.Role.COUNTER, quote, !in));
    }
    if (fee != null && fee.quantity().signum() > 0) {
      legs.add(leg(Leg.Role.FEE, fee, false));
    }
    return legs;
  }

  private Leg leg(Leg.Role role, Amount amount, boolean in) {
    BigDecimal quantity = amount.quantity();
    return new Leg(wallet, amount.asset(), in ? quantity : quantity.negate(), role);
  }
}
