package dev.penstock.transactions.lots;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * A loss that a tax office does not let count, because the same was bought again. A flag: the
 * matches stay as they are, the figures that the rule leads to stand beside them.
 *
 * @param disposal index of the event that made the loss
 * @param replaced how much of it was bought again
 * @param loss what does not count, above zero
 */
public record Disallowed(int disposal, Rule rule, BigDecimal replaced, BigDecimal loss) {
  /** Whose rule. */
  public enum Rule {
    /** American: bought from 30 days before to 30 days after. */
    WASH_SALE,
    /** Canadian: and still held at the end of these days. */
    SUPERFICIAL_LOSS;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
