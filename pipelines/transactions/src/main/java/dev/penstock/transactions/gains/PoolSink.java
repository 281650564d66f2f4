package dev.penstock.transactions.gains;

import dev.penstock.transactions.ledger.Kind;
import java.math.BigDecimal;

/** Takes what one transaction does to the pools of its assets. */
public interface PoolSink {
  /**
   * Something comes.
   *
   * @param known whether the cost is
   */
  void acquire(String asset, BigDecimal quantity, BigDecimal cost, boolean known);

  /**
   * Something goes.
   *
   * @param as what the disposal is: the row's kind, or that of its fee
   * @param known whether the proceeds are
   */
  void dispose(String asset, BigDecimal quantity, BigDecimal proceeds, boolean known, Kind as);

  /** Something goes to, or comes from, another place. */
  void move(String asset, BigDecimal quantity, boolean out);
}
