package dev.penstock.transactions.lots;

import java.math.BigDecimal;
import java.util.List;

/** One pool with one average cost. */
final class AverageBook implements LotBook {
  private static final Slice EMPTY =
      new Slice(Slice.NO_LOT, 0, "", BigDecimal.ZERO, BigDecimal.ZERO, true);

  private Slice pool = EMPTY;

  @Override
  public void put(Slice lot) {
    // One part of unknown cost makes the average unknown, until the pool has been empty.
    pool =
        new Slice(
            Slice.NO_LOT,
            Math.max(pool.acquired(), lot.acquired()),
            "",
            pool.quantity().add(lot.quantity()),
            pool.cost().add(lot.cost()),
            pool.known() && lot.known());
  }

  @Override
  public List<Slice> take(BigDecimal quantity, List<PoolEvent.Pick> picks) {
    if (pool.quantity().signum() == 0) {
      return List.of();
    }
    Slice taken = pool.first(pool.quantity().min(quantity));
    Slice left = pool.without(taken);
    pool = left.quantity().signum() == 0 ? EMPTY : left;
    return List.of(taken);
  }

  @Override
  public List<Slice> open() {
    return pool.quantity().signum() == 0 ? List.of() : List.of(pool);
  }
}
