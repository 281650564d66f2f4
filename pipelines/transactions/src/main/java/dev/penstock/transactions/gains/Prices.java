package dev.penstock.transactions.gains;

import java.math.BigDecimal;
import java.util.Optional;

/** What assets cost in the reporting currency. */
@FunctionalInterface
public interface Prices {
  /** The price of an asset at a moment; empty where none is known. */
  Optional<Price> at(String asset, long at);

  /**
   * A price that was found.
   *
   * @param value of one unit, in the reporting currency
   * @param source who said so
   * @param time the moment that it really is for, in milliseconds since 1970
   */
  record Price(BigDecimal value, String source, long time) {}
}
