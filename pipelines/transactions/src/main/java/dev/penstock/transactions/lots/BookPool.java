package dev.penstock.transactions.lots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Matches as events come: one book, or one for each wallet. */
final class BookPool implements Pool {
  private final Rules rules;
  private final Consumer<Match> matches;
  private final Match.Rule rule;
  private final Map<String, LotBook> books = new TreeMap<>();

  BookPool(Rules rules, Consumer<Match> matches) {
    this.rules = rules;
    this.matches = matches;
    this.rule = Match.Rule.valueOf(rules.method().name());
  }

  private LotBook book(String wallet) {
    return books.computeIfAbsent(
        rules.perWallet() ? wallet : "", name -> LotBook.of(rules.method()));
  }

  @Override
  public void add(PoolEvent event) {
    String wallet = event.head().wallet();
    switch (event) {
      case PoolEvent.Acquire acquire -> book(wallet).put(Slice.of(acquire));
      case PoolEvent.Dispose dispose -> dispose(dispose);
      case PoolEvent.Move move -> {
        if (rules.perWallet() && !move.to().equals(wallet)) {
          book(wallet).take(move.quantity(), List.of()).forEach(book(move.to())::put);
        }
      }
    }
  }

  private void dispose(PoolEvent.Dispose event) {
    var disposing = new Disposing(event, rules, matches);
    List<Slice> used = book(event.head().wallet()).take(event.quantity(), event.picks());
    for (Slice slice : used) {
      disposing.use(slice, rule);
    }
    disposing.finish();
  }

  @Override
  public void finish() {}

  @Override
  public List<Holding> open() {
    var open = new ArrayList<Holding>();
    books.forEach((wallet, book) -> book.open().forEach(lot -> open.add(new Holding(wallet, lot))));
    return open;
  }
}
