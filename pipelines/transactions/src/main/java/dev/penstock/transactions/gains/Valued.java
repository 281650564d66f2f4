package dev.penstock.transactions.gains;

import dev.penstock.transactions.gains.Prices.Price;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction is worth in the reporting currency.
 *
 * @param value of what it is about; null: unknown, or not asked
 * @param feeValue of its fee; zero where there is none, null where it is unknown
 * @param price that the value comes from; null: from the row itself
 * @param missing assets that a price was wanted for and not found
 */
public record Valued(
    @Nullable BigDecimal value,
    @Nullable BigDecimal feeValue,
    @Nullable Price price,
    List<String> missing) {
  public Valued {
    missing = List.copyOf(missing);
  }

  /** Whether anything that it needs is unknown. */
  public boolean unpriced() {
    return !missing.isEmpty();
  }
}
