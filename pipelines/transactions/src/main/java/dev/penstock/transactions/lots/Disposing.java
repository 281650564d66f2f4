package dev.penstock.transactions.lots;

import dev.penstock.transactions.ledger.Exact;
import java.math.BigDecimal;
import java.util.function.Consumer;

/** Hands a disposal's proceeds out over what it used; the last part gets the rest. */
final class Disposing {
  private final PoolEvent.Dispose disposal;
  private final Rules rules;
  private final Consumer<Match> matches;
  private BigDecimal quantity;
  private BigDecimal proceeds;

  Disposing(PoolEvent.Dispose disposal, Rules rules, Consumer<Match> matches) {
    this.disposal = disposal;
    this.rules = rules;
    this.matches = matches;
    this.quantity = disposal.quantity();
    this.proceeds = disposal.proceeds();
  }

  /** What is not matched yet. */
  BigDecimal left() {
    return quantity;
  }

  void use(Slice slice, Match.Rule rule) {
    Term term =
        slice.lot() == Slice.NO_LOT
            ? Term.NONE
            : rules.term(slice.acquired(), disposal.head().at());
    match(slice, rule, term);
  }

  /** What nothing was acquired for. */
  void finish() {
    if (quantity.signum() > 0) {
      BigDecimal cost = rules.missing() == Rules.MissingBasis.MARKET ? proceeds : BigDecimal.ZERO;
      match(
          new Slice(Slice.NO_LOT, disposal.head().at(), "", quantity, cost, true),
          Match.Rule.MISSING,
          Term.SHORT);
    }
  }

  private void match(Slice slice, Match.Rule rule, Term term) {
    BigDecimal part = Exact.share(proceeds, slice.quantity(), quantity);
    quantity = quantity.subtract(slice.quantity());
    proceeds = proceeds.subtract(part);
    matches.accept(
        new Match(
            disposal.head().index(),
            slice.lot(),
            slice.quantity(),
            slice.cost(),
            part,
            rule,
            term,
            slice.known() && disposal.known()));
  }
}
