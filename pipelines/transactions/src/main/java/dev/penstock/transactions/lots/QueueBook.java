package dev.penstock.transactions.lots;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Lots in the order in which the method uses them. */
final class QueueBook implements LotBook {
  /** Enough to tell unit costs apart that differ in the last digit of any cost. */
  private static final int UNIT_SCALE = 2 * 18;

  private static final Comparator<Lot> BY_DATE = QueueBook::byDate;
  private static final Comparator<Lot> BY_COST = (a, b) -> a.unit.compareTo(b.unit);

  private static int byDate(Lot a, Lot b) {
    int order = Long.compare(a.acquired, b.acquired);
    return order != 0 ? order : Integer.compare(a.index, b.index);
  }

  /** A lot that shrinks; its place in the order stays. */
  private static final class Lot {
    Slice left;
    final BigDecimal unit;
    final long acquired;
    final int index;

    Lot(Slice left, BigDecimal unit) {
      this.acquired = left.acquired();
      this.index = left.lot();
      this.left = left;
      this.unit = unit;
    }
  }

  private final boolean costly;
  private final PriorityQueue<Lot> lots;
  private final Map<String, List<Lot>> named = new HashMap<>();
  private final boolean byName;

  QueueBook(Method method) {
    this.costly = method == Method.HIFO || method == Method.LOFO;
    this.byName = method == Method.SPECIFIC;
    this.lots =
        new PriorityQueue<>(
            switch (method) {
              case LIFO -> (a, b) -> byDate(b, a);
              case HIFO -> BY_COST.reversed().thenComparing(BY_DATE);
              case LOFO -> BY_COST.thenComparing(BY_DATE);
              case FIFO, SPECIFIC -> BY_DATE;
              case ACB, S104 -> throw new IllegalArgumentException(method + " has no queue");
            });
  }

  @Override
  public void put(Slice slice) {
    BigDecimal unit =
        costly
            ? slice.cost().divide(slice.quantity(), UNIT_SCALE, RoundingMode.HALF_EVEN)
            : BigDecimal.ZERO;
    Lot lot = new Lot(slice, unit);
    lots.add(lot);
    if (byName && !slice.name().isEmpty()) {
      named.computeIfAbsent(slice.name(), name -> new ArrayList<>()).add(lot);
    }
  }

  @Override
  public List<Slice> take(BigDecimal quantity, List<PoolEvent.Pick> picks) {
    var taken = new ArrayList<Slice>(2);
    BigDecimal wanted = quantity;
    for (PoolEvent.Pick pick : picks) {
      BigDecimal most = pick.quantity().signum() == 0 ? wanted : pick.quantity().min(wanted);
      for (Lot lot : named.getOrDefault(pick.name(), List.of())) {
        BigDecimal got = most.signum() == 0 ? most : takeFrom(lot, most, taken);
        most = most.subtract(got);
        wanted = wanted.subtract(got);
      }
    }
    while (wanted.signum() > 0 && !lots.isEmpty()) {
      Lot lot = lots.element();
      wanted = wanted.subtract(takeFrom(lot, wanted, taken));
      // A lot that was asked for by name stays in the queue when it is empty, until it is its turn.
      if (lot.left.quantity().signum() == 0) {
        lots.remove();
      }
    }
    return taken;
  }

  private static BigDecimal takeFrom(Lot lot, BigDecimal wanted, List<Slice> taken) {
    Slice left = lot.left;
    if (left.quantity().signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal part = left.quantity().min(wanted);
    Slice slice = left.first(part);
    lot.left = left.without(slice);
    taken.add(slice);
    return part;
  }

  @Override
  public List<Slice> open() {
    return lots.stream()
        .filter(lot -> lot.left.quantity().signum() > 0)
        .sorted(BY_DATE)
        .map(lot -> lot.left)
        .toList();
  }
}
