package dev.penstock.transactions.lots;

/** How long something was held. */
public enum Term {
  SHORT,
  LONG,
  /** It comes from a pool, whose parts have no date. */
  NONE
}
