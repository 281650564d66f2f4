package dev.penstock.transactions.ledger;

import java.math.BigDecimal;

/**
 * One side of a transaction: what it does to one asset in one wallet.
 *
 * @param quantity below zero: it goes out
 */
public record Leg(String wallet, String asset, BigDecimal quantity, Role role) {
  /** Why it moves. */
  public enum Role {
    PRINCIPAL,
    COUNTER,
    FEE
  }
}
