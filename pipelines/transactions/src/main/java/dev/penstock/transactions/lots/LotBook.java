package dev.penstock.transactions.lots;

import java.math.BigDecimal;
import java.util.List;

/** The lots of one asset in one place. */
interface LotBook {
  void put(Slice lot);

  /** Takes lots out, in the method's order; less than asked for when there is no more. */
  List<Slice> take(BigDecimal quantity, List<PoolEvent.Pick> picks);

  /** What is there, by date. */
  List<Slice> open();

  /** The book of a method. */
  static LotBook of(Method method) {
    return switch (method) {
      case FIFO, LIFO, HIFO, LOFO, SPECIFIC -> new QueueBook(method);
      case ACB -> new AverageBook();
      case S104 -> throw new IllegalArgumentException("Section 104 looks ahead: SectionPool");
    };
  }
}
