package dev.penstock.transactions;

import dev.penstock.blob.Payload;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.transactions.book.Facts;
import dev.penstock.transactions.book.Holdings;
import dev.penstock.transactions.book.Issue;
import dev.penstock.transactions.book.PoolRecord;
import dev.penstock.transactions.book.PoolSums;
import dev.penstock.transactions.book.RowId;
import dev.penstock.transactions.gains.GainTable;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.price.PriceTable;
import dev.penstock.transactions.rows.BlockNote;
import dev.penstock.transactions.rows.Records;
import dev.penstock.transactions.rows.WantedPrices;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.store.PriceBook;
import dev.penstock.transactions.view.AccountView;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums up what the pools came to: gains, what is held, what is missing, and one hash over all. */
final class MetricsStage implements Stage {
  static final String FACTS = "facts";

  private final LedgerStore store;
  private final PriceBook prices;

  MetricsStage(LedgerStore store, PriceBook prices) {
    this.store = store;
    this.prices = prices;
  }

  @Override
  public StageResult run(StageContext context) throws IOException {
    var inputs = TransactionsInputs.of(context.inputs());
    var chunk = context.chunk();
    int round = chunk.place().round();
    var drafts = store.parts(chunk.job(), round, LedgerDraft.KIND);
    var draft = LedgerDraft.of(store, drafts, inputs.currency());
    var reconciled = ReconciledDraft.of(store, drafts, inputs.currency());
    var made = new Made(store, chunk.job(), round);
    var summing = new Summing(inputs, reconciled, draft.rows());
    summing.pools(made);
    if (!summing.missing.isEmpty()) {
      return StageResult.giveUp(
          "transactions.pool_missing",
          "Pools were not matched: " + String.join(", ", summing.missing) + ". Replay them.");
    }
    var keeper = new Keeper(store, Stages.writer(context), List.of());
    String hash = summing.keep(keeper, made);
    var facts =
        new Facts(
            draft.imports(),
            inputs.basis(),
            hash,
            reconciled.rows(),
            reconciled.unpricedRows(),
            reconciled.unpriced(),
            ReadingNote.of(store, context));
    keeper.put(FACTS, "all", new byte[0], facts.pack());
    return keeper.finish() ? StageResult.done(chunk.load(), Payload.NONE) : Stages.fenced();
  }

  /** What the pools of one method come to. */
  private record Sums(
      GainTable gains, List<Holdings.Line> holdings, SortedMap<Integer, BigDecimal> disallowed) {}

  private final class Summing {
    private final TransactionsInputs inputs;
    private final ReconciledDraft reconciled;
    private final long lastDay;
    private final List<String> missing = new ArrayList<>();
    private final Map<Method, Sums> sums = new TreeMap<>();
    private final MessageDigest hash = Hashes.sha256();
    private final Pack issues = new Pack(1 << 12);

    Summing(TransactionsInputs inputs, ReconciledDraft reconciled, List<Part> rows) {
      this.inputs = inputs;
      this.reconciled = reconciled;
      this.lastDay =
          rows.isEmpty()
              ? 0
              : WantedPrices.day(Records.time(BlockNote.unpack(rows.getLast().note()).last(), 0));
      issues.raw(reconciled.issues(), 0, reconciled.issues().length);
    }

    void pools(Made made) throws IOException {
      Map<String, Part> pools = new TreeMap<>();
      made.all("pool").forEach(part -> pools.put(part.name(), part));
      for (Method method : inputs.methods()) {
        sums.put(method, new Sums(new GainTable(), new ArrayList<>(), new TreeMap<>()));
      }
      for (String name : reconciled.pools()) {
        Part part = pools.get(name);
        if (part == null) {
          missing.add(name);
        } else {
          add(made, Method.of(name.substring(0, name.indexOf(' '))).orElseThrow(), part);
        }
      }
    }

    private void add(Made made, Method method, Part part) throws IOException {
      byte[] bytes = store.read(part);
      hash.update(bytes);
      PoolSums pool = PoolSums.unpack(bytes);
      Sums all = sums.get(method);
      if (all == null) {
        throw new IllegalStateException("a pool of a method that nobody asked for");
      }
      pool.gains().forEach(all.gains()::add);
      pool.disallowed()
          .forEach((year, loss) -> all.disallowed().merge(year, loss, BigDecimal::add));
      if (!pool.open().isEmpty()) {
        var points = prices.points(inputs.currency(), Set.of(pool.asset()));
        var price = new PriceTable(points).last(pool.asset(), lastDay);
        all.holdings().add(Holdings.Line.of(pool, price));
      }
      uncovered(made, method, pool);
    }

    private void uncovered(Made made, Method method, PoolSums sums) throws IOException {
      BigDecimal quantity = sums.missing().quantity();
      if (method == inputs.methods().getFirst() && quantity.signum() > 0) {
        new Issue(
                Issue.Kind.BASIS_MISSING,
                Issue.Severity.ERROR,
                sums.asset(),
                "%s %s were disposed of that nothing was acquired for"
                    .formatted(Exact.text(quantity), sums.asset()),
                rows(made, sums))
            .packInto(issues);
      }
    }

    /** The rows behind events of a pool. */
    private List<String> rows(Made made, PoolSums sums) throws IOException {
      List<Part> blocks = made.named("events", sums.asset() + " ");
      var rows = new ArrayList<String>();
      for (int event : sums.missing().events()) {
        var in = new Unpack(store.read(blocks.get(event / AccountView.EVENTS)));
        for (int skip = event % AccountView.EVENTS; skip > 0; skip--) {
          PoolRecord.unpack(in);
        }
        PoolRecord record = PoolRecord.unpack(in);
        rows.add(new RowId(record.key(), record.ordinal()).text());
      }
      return rows;
    }

    /** Keeps the sums; the hash over everything. */
    String keep(Keeper keeper, Made made) throws IOException {
      for (Map.Entry<Method, Sums> each : sums.entrySet()) {
        var pack = new Pack(1 << 12);
        PoolSums.pack(pack, each.getValue().gains());
        PoolSums.years(pack, each.getValue().disallowed());
        String method = each.getKey().word();
        keeper.put("gains", method, new byte[0], pack.toBytes());
        byte[] holdings = new Holdings(each.getValue().holdings()).pack();
        keeper.put("holdings", method, new byte[0], holdings);
      }
      keeper.put("issues", "all", new byte[0], issues.toBytes());
      for (Part part : made.all("income")) {
        hash.update(store.read(part));
      }
      for (Part part : made.named("balances", "end")) {
        hash.update(store.read(part));
      }
      hash.update(Long.toString(reconciled.rows()).getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash.digest());
    }
  }
}
