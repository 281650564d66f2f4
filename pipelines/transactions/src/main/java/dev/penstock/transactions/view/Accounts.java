package dev.penstock.transactions.view;

import dev.penstock.transactions.store.Generation;
import dev.penstock.transactions.store.IssueBook;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.MappingBook;
import dev.penstock.transactions.store.PriceBook;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts of a store, for readers. Thread-safe. */
public final class Accounts {
  /** Views kept; one of a million rows takes some hundred kilobytes. */
  private static final int VIEWS = 64;

  private final LedgerStore store;
  private final PriceBook prices;
  private final IssueBook issues;
  private final MappingBook mappings;
  private final Blocks blocks;
  private final Map<String, AccountView> views = new ConcurrentHashMap<>();

  /**
   * Accounts.
   *
   * @param room bytes of blocks that are kept in memory
   */
  public Accounts(
      LedgerStore store, PriceBook prices, IssueBook issues, MappingBook mappings, long room) {
    this.mappings = mappings;
    this.store = store;
    this.prices = prices;
    this.issues = issues;
    this.blocks = new Blocks(store, room);
  }

  /** The live generation of an account; empty: nothing was published yet. */
  public Optional<AccountView> live(String account) throws IOException {
    long number = store.liveNumber(account);
    AccountView known = views.get(account);
    if (known != null && known.generation().number() == number) {
      return Optional.of(known);
    }
    Optional<Generation> head = store.head(account);
    if (head.isEmpty()) {
      return Optional.empty();
    }
    if (views.size() >= VIEWS) {
      views.clear();
    }
    var view = new AccountView(head.get(), blocks);
    views.put(account, view);
    return Optional.of(view);
  }

  public LedgerStore store() {
    return store;
  }

  public PriceBook prices() {
    return prices;
  }

  public IssueBook issues() {
    return issues;
  }

  public MappingBook mappings() {
    return mappings;
  }
}
