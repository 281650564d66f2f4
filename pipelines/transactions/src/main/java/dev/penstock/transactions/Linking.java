package dev.penstock.transactions;

import dev.penstock.transactions.book.Issue;
import dev.penstock.transactions.gains.Prices.Price;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.price.PriceTable;
import dev.penstock.transactions.reconcile.IssueLog;
import dev.penstock.transactions.reconcile.Transfer;
import dev.penstock.transactions.reconcile.TransferMatcher;
import dev.penstock.transactions.reconcile.TransferMatcher.Pair;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Links the transfers of one asset, and tells of those that nothing is linked to. */
final class Linking {
  private final String asset;
  private final String currency;
  private final PriceTable prices;
  private final IssueLog issues;

  Linking(String asset, String currency, PriceTable prices, IssueLog issues) {
    this.asset = asset;
    this.currency = currency;
    this.prices = prices;
    this.issues = issues;
  }

  /** The links of a pool, in the order of events. */
  List<Link> of(PoolWriter pool, UnaryOperator<String> linked) {
    var found = new TransferMatcher(pool.outs(), pool.ins(), linked).run();
    var links = new ArrayList<Link>();
    for (Pair pair : found.pairs()) {
      links.add(link(pair));
      issues.add(
          issue(
              Issue.Kind.TRANSFER_MATCHED,
              Issue.Severity.INFO,
              "%s: a transfer between own wallets (score %.2f)"
                  .formatted(pair.reason(), Math.min(1, pair.score())),
              List.of(pair.out().row(), pair.in().row())));
    }
    for (Pair pair : found.ambiguous()) {
      issues.add(
          issue(
              Issue.Kind.TRANSFER_AMBIGUOUS,
              Issue.Severity.WARNING,
              pair.reason() + ", and others fit as well: link the two that belong together",
              List.of(pair.out().row(), pair.in().row())));
    }
    for (Transfer alone : found.alone()) {
      issues.add(
          issue(
              Issue.Kind.TRANSFER_UNMATCHED,
              Issue.Severity.INFO,
              "%s %s in wallet %s: no other end was found"
                  .formatted(Exact.text(alone.quantity()), asset, alone.wallet()),
              List.of(alone.row())));
    }
    links.sort(Comparator.comparingInt(Link::event));
    return links;
  }

  private Issue issue(Issue.Kind kind, Issue.Severity severity, String detail, List<String> rows) {
    return new Issue(kind, severity, asset, detail, rows);
  }

  private Link link(Pair pair) {
    BigDecimal lost = pair.out().quantity().subtract(pair.in().quantity()).max(BigDecimal.ZERO);
    Optional<Price> price =
        asset.equals(currency) || lost.signum() == 0
            ? Optional.empty()
            : prices.at(asset, pair.out().at());
    return new Link(
        Math.min(pair.out().event(), pair.in().event()),
        Math.max(pair.out().event(), pair.in().event()),
        new Link.Way(pair.out().wallet(), pair.in().wallet()),
        pair.in().quantity().min(pair.out().quantity()),
        lost,
        price.map(at -> Exact.worth(lost, at.value())).orElse(BigDecimal.ZERO),
        lost.signum() == 0 || price.isPresent());
  }
}
