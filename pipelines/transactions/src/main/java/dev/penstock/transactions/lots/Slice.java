package dev.penstock.transactions.lots;

import dev.penstock.transactions.ledger.Exact;
import java.math.BigDecimal;

/**
 * A lot or a part of one.
 *
 * @param lot index of the event that acquired it; -1 when it comes from a pool or from nowhere
 * @param acquired when, in milliseconds since 1970
 * @param name of the lot
 */
public record Slice(
    int lot, long acquired, String name, BigDecimal quantity, BigDecimal cost, boolean known) {
  /** Stands for "no lot". */
  public static final int NO_LOT = -1;

  static Slice of(PoolEvent.Acquire event) {
    return new Slice(
        event.head().index(),
        event.head().at(),
        event.name(),
        event.quantity(),
        event.cost(),
        event.known());
  }

  /** Its first part, with its share of the cost. */
  Slice first(BigDecimal part) {
    return new Slice(lot, acquired, name, part, Exact.share(cost, part, quantity), known);
  }

  /** What is left of it without that part. */
  Slice without(Slice part) {
    return new Slice(
        lot, acquired, name, quantity.subtract(part.quantity), cost.subtract(part.cost), known);
  }
}
