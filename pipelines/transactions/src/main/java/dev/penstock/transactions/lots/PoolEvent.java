package dev.penstock.transactions.lots;

import java.math.BigDecimal;
import java.util.List;

/**
 * What happens to one asset. Events of a pool come in the order of their index, which is that of
 * time.
 */
public sealed interface PoolEvent {
  Head head();

  /**
   * Where an event belongs.
   *
   * @param index in the pool, from 0
   * @param at milliseconds since 1970
   */
  record Head(int index, long at, String wallet) {}

  /**
   * Something comes.
   *
   * @param known whether the cost is known; where it is not, it stands as zero and counts nowhere
   * @param name by which a disposal can ask for it
   */
  record Acquire(Head head, BigDecimal quantity, BigDecimal cost, boolean known, String name)
      implements PoolEvent {}

  /**
   * Something goes.
   *
   * @param known whether the proceeds are known
   * @param picks which lots it wants
   */
  record Dispose(
      Head head, BigDecimal quantity, BigDecimal proceeds, boolean known, List<Pick> picks)
      implements PoolEvent {
    public Dispose {
      picks = List.copyOf(picks);
    }
  }

  /** Lots go from the wallet of the head to another one, and keep their dates and costs. */
  record Move(Head head, BigDecimal quantity, String to) implements PoolEvent {}

  /**
   * A lot that a disposal wants.
   *
   * @param quantity zero: as much as there is
   */
  record Pick(String name, BigDecimal quantity) {}
}
