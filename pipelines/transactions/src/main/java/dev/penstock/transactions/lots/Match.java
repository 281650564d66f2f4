package dev.penstock.transactions.lots;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * A part of a disposal and the lot that it used.
 *
 * @param disposal index of the event
 * @param lot index of the event that acquired it, or {@link Slice#NO_LOT}
 * @param known whether both proceeds and cost are known; where not, the match counts in no sum
 */
public record Match(
    int disposal,
    int lot,
    BigDecimal quantity,
    BigDecimal cost,
    BigDecimal proceeds,
    Rule rule,
    Term term,
    boolean known) {
  /** Why this lot. */
  public enum Rule {
    FIFO,
    LIFO,
    HIFO,
    LOFO,
    ACB,
    SPECIFIC,
    SAME_DAY,
    THIRTY_DAY,
    S104_POOL,
    /** Nothing was left: the policy for missing cost says what it costs. */
    MISSING;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public BigDecimal gain() {
    return proceeds.subtract(cost);
  }
}
