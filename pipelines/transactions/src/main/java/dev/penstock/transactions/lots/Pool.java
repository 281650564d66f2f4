package dev.penstock.transactions.lots;

import java.util.List;
import java.util.function.Consumer;

/** All lots of one asset. Events are given in their order; used by one thread. */
public interface Pool {
  void add(PoolEvent event);

  /** Ends the pool: what could only be known at the end is matched now. */
  void finish();

  /** What is left after the end. */
  List<Holding> open();

  /** A lot that is left, and where. */
  record Holding(String wallet, Slice lot) {}

  /**
   * An empty pool.
   *
   * @param matches told of each match, in the order of disposals
   */
  static Pool of(Rules rules, Consumer<Match> matches) {
    return rules.method() == Method.S104
        ? new SectionPool(rules, matches)
        : new BookPool(rules, matches);
  }
}
