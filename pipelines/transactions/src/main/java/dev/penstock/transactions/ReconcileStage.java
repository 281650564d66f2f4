package dev.penstock.transactions;

import dev.penstock.blob.Payload;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.price.PriceTable;
import dev.penstock.transactions.reconcile.Corrections;
import dev.penstock.transactions.rows.BlockNote;
import dev.penstock.transactions.rows.RowBlock;
import dev.penstock.transactions.store.Generation;
import dev.penstock.transactions.store.IssueBook;
import dev.penstock.transactions.store.IssueBook.Action;
import dev.penstock.transactions.store.IssueBook.Settlement;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.store.PriceBook;
import dev.penstock.transactions.view.AccountView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Values every row, keeps running balances, links transfers, tells of what does not add up, and
 * writes what happens to each pool. Pools to which nothing new happens keep their matches; for each
 * of the others a chunk goes on.
 */
final class ReconcileStage implements Stage {
  private final LedgerStore store;
  private final PriceBook prices;
  private final IssueBook settled;

  ReconcileStage(LedgerStore store, PriceBook prices, IssueBook settled) {
    this.store = store;
    this.prices = prices;
    this.settled = settled;
  }

  @Override
  public StageResult run(StageContext context) throws IOException {
    var inputs = TransactionsInputs.of(context.inputs());
    var chunk = context.chunk();
    var drafts = store.parts(chunk.job(), chunk.place().round(), LedgerDraft.KIND);
    var draft = LedgerDraft.of(store, drafts, inputs.currency());
    List<Part> before = store.head(inputs.account()).map(Generation::parts).orElse(List.of());
    var keeper = new Keeper(store, Stages.writer(context), before);
    var table = new PriceTable(prices.points(inputs.currency(), assets(draft.rows())));
    var decisions = settled.settled(inputs.account()).values();
    var pass = new Reconciling(inputs, table, keeper, Corrections.of(decisions));
    try {
      goOver(context, draft.rows(), pass);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    keeper.put("balances", "end", new byte[0], pass.balances().pack());
    keeper.put("income", "all", new byte[0], pass.income().pack());
    List<PoolOrder> orders = orders(inputs, pass, keeper, before);
    var reconciled =
        new ReconciledDraft(
            pass.rows(),
            pass.unpricedRows(),
            pass.unpriced(),
            names(inputs, pass),
            pass.issues().pack());
    boolean latest =
        keeper.finish() && store.put(Stages.writer(context), List.of(reconciled.block()));
    return latest ? done(context, orders) : Stages.fenced();
  }

  private static Set<String> assets(List<Part> rows) {
    var assets = new TreeSet<String>();
    rows.forEach(part -> assets.addAll(BlockNote.unpack(part.note()).assets()));
    return assets;
  }

  private void goOver(StageContext context, List<Part> rows, Reconciling pass) throws IOException {
    for (int i = 0; i < rows.size(); i++) {
      Part part = rows.get(i);
      pass.block(new RowBlock(store.read(part)), i, AccountView.marksOf(part));
      context.progress(Math.min(context.chunk().load().in(), pass.rows()));
      if (context.stopping()) {
        throw new Stopped("nobody wants the ledger any more");
      }
    }
  }

  private static List<String> names(TransactionsInputs inputs, Reconciling pass) {
    var names = new ArrayList<String>();
    for (Method method : inputs.methods()) {
      pass.pools().keySet().forEach(asset -> names.add(AccountView.poolOf(method, asset)));
    }
    return names;
  }

  private List<PoolOrder> orders(
      TransactionsInputs inputs, Reconciling pass, Keeper keeper, List<Part> before)
      throws IOException {
    Map<String, String> links = links(inputs.account());
    Map<String, Part> pools = new HashMap<>();
    before.stream().filter(part -> part.kind().equals("pool")).forEach(p -> pools.put(p.name(), p));
    var orders = new ArrayList<PoolOrder>();
    for (PoolWriter pool : pass.pools().values()) {
      if (pool.events() == 0) {
        continue;
      }
      byte[] linked =
          Link.pack(
              new Linking(pool.asset(), inputs.currency(), pass.prices(), pass.issues())
                  .of(pool, row -> links.getOrDefault(row, "")));
      keeper.put("links", pool.asset(), new byte[0], linked);
      byte[] events;
      try {
        events = pool.finish(linked);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      Map<Method, byte[]> changed = new EnumMap<>(Method.class);
      for (Method method : inputs.methods()) {
        byte[] hash = hash(events, inputs.settingOf(method));
        Optional<Part> same =
            Optional.ofNullable(pools.get(AccountView.poolOf(method, pool.asset())))
                .filter(part -> Arrays.equals(AccountView.note(part).slice(), hash));
        if (same.isPresent()) {
          reuse(keeper, same.get(), before);
        } else {
          changed.put(method, hash);
        }
      }
      if (!changed.isEmpty()) {
        orders.add(new PoolOrder(pool.asset(), changed));
      }
    }
    return orders;
  }

  /** The rows that people have linked, by the row that was sent. */
  private Map<String, String> links(String account) throws IOException {
    var links = new HashMap<String, String>();
    for (Settlement settlement : settled.settled(account).values()) {
      String[] rows = settlement.detail().split(" ", -1);
      if (settlement.action() == Action.LINK && rows.length == 2) {
        links.put(rows[0], rows[1]);
        links.put(rows[1], rows[0]);
      }
    }
    return links;
  }

  private static void reuse(Keeper keeper, Part pool, List<Part> before) {
    keeper.reuse(pool);
    before.stream()
        .filter(
            part ->
                (part.kind().equals("matches") && part.name().startsWith(pool.name() + " "))
                    || (part.kind().equals("flags") && part.name().equals(pool.name())))
        .forEach(keeper::reuse);
  }

  private static byte[] hash(byte[] events, String setting) {
    MessageDigest hash = Hashes.sha256();
    hash.update(events);
    return hash.digest(setting.getBytes(StandardCharsets.UTF_8));
  }

  private static StageResult done(StageContext context, List<PoolOrder> orders) {
    Tally load = context.chunk().load();
    var spawns = new ArrayList<Spawn>();
    // The rows go on by themselves, and each pool in a chunk of its own.
    spawns.add(Spawn.of(Payload.NONE, load.onward()));
    int more = 0;
    for (PoolOrder order : orders) {
      spawns.add(Spawn.of(order.encode(), Tally.ZERO));
      if (++more % 900 == 0) {
        context.checkpoint(
            new byte[0], Tally.ZERO, List.copyOf(spawns.subList(1, spawns.size())), null);
        spawns.subList(1, spawns.size()).clear();
      }
    }
    return StageResult.done(load, spawns);
  }
}
