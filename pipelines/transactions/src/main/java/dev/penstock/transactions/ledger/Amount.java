package dev.penstock.transactions.ledger;

import java.math.BigDecimal;

/** So much of an asset. */
public record Amount(String asset, BigDecimal quantity) {
  /** Whether it is an amount of this asset. */
  public boolean of(String other) {
    return asset.equals(other);
  }
}
