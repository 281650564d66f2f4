package dev.penstock.transactions;

import dev.penstock.blob.Payload;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.Toll;
import dev.penstock.transactions.book.Facts;
import dev.penstock.transactions.price.PriceSource;
import dev.penstock.transactions.price.PriceTable;
import dev.penstock.transactions.rows.BlockNote;
import dev.penstock.transactions.rows.Fault;
import dev.penstock.transactions.rows.LedgerMerge;
import dev.penstock.transactions.rows.LedgerMerge.Counts;
import dev.penstock.transactions.rows.Records;
import dev.penstock.transactions.rows.RowBlock;
import dev.penstock.transactions.rows.Staged;
import dev.penstock.transactions.rows.StagedMerge;
import dev.penstock.transactions.rows.WantedPrices;
import dev.penstock.transactions.store.Generation;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.LedgerStore.Block;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.store.PriceBook;
import dev.penstock.transactions.wire.Unpack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Merges the rows of all chunks into the account's ledger, and finds out which prices it wants. */
final class LedgerStage implements Stage {
  /** Blocks that go to the store in one step. */
  private static final int BLOCKS = 64;

  private final LedgerStore store;
  private final PriceBook prices;
  private final PriceSource.Directory sources;

  LedgerStage(LedgerStore store, PriceBook prices, PriceSource.Directory sources) {
    this.store = store;
    this.prices = prices;
    this.sources = sources;
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    var inputs = TransactionsInputs.of(context.inputs());
    List<PriceSource> asked = List.of();
    if (inputs.prices().isPresent()) {
      asked = sources.all(inputs.prices().get());
      if (asked.isEmpty()) {
        return StageResult.giveUp(
            "prices.source_unknown",
            "There is no price source '%s'.".formatted(inputs.prices().get()));
      }
    }
    Optional<Generation> head = store.head(inputs.account());
    var facts = head.map(generation -> Facts.unpack(generation.facts())).orElse(Facts.NONE);
    var wanted = new WantedPrices(inputs.currency());
    if (facts.currency().equals(inputs.currency())) {
      facts.unpriced().forEach(wanted::add);
    }
    try (var errors = new RowErrors(context, Canonical.COLUMNS);
        StagedMerge staged = staged(context, wanted)) {
      var merging = new Merging(context, errors);
      Counts counts =
          new LedgerMerge(facts.imports().size(), staged, merging).run(merging.ledger(head));
      if (!merging.finish(head, facts, wanted)) {
        return Stages.fenced();
      }
      return done(context, counts, wanted, asked).withRejects(errors.finish());
    }
  }

  private StagedMerge staged(StageContext context, WantedPrices wanted) throws IOException {
    var chunk = context.chunk();
    var readers = new ArrayList<Staged.Reader>();
    for (Part part : store.parts(chunk.job(), chunk.place().round(), "staged")) {
      var in = new Unpack(store.read(part));
      readers.add(new Staged.Reader(context.blobs().open(ParseOrder.blob(in))));
      wanted.addAll(in);
    }
    return new StagedMerge(readers);
  }

  private StageResult.Done done(
      StageContext context, Counts counts, WantedPrices wanted, List<PriceSource> asked)
      throws IOException {
    long passed = context.chunk().load().in() - counts.conflicts();
    var tally = new Tally(passed, 0, counts.conflicts(), 0, counts.duplicates());
    // The rows go on by themselves: no call to the outside may lose one.
    var spawns = new ArrayList<Spawn>();
    spawns.add(Spawn.of(Payload.NONE, tally.onward()));
    if (!asked.isEmpty()) {
      orders(wanted, asked, TransactionsInputs.of(context.inputs()).currency(), spawns);
    }
    for (int from = 1; spawns.size() > 900; ) {
      context.checkpoint(
          new byte[0], Tally.ZERO, List.copyOf(spawns.subList(from, from + 500)), null);
      spawns.subList(from, from + 500).clear();
    }
    return StageResult.done(tally, spawns);
  }

  /** A chunk for each of the windows that bring what is wanted and not known: as few as may be. */
  private void orders(
      WantedPrices wanted, List<PriceSource> asked, String currency, List<Spawn> spawns)
      throws IOException {
    Map<String, SortedSet<Long>> days = new TreeMap<>();
    wanted.forEach((asset, day) -> days.computeIfAbsent(asset, name -> new TreeSet<>()).add(day));
    var table = new PriceTable(prices.points(currency, days.keySet()));
    days.forEach(
        (asset, all) -> {
          var open = new TreeSet<Long>();
          all.stream().filter(day -> table.open(asset, day)).forEach(open::add);
          asked.stream()
              .filter(source -> source.knows(asset) && !open.isEmpty())
              .findFirst()
              .ifPresent(
                  source -> spawn(source, source.windows(asset, currency, open), open, spawns));
        });
  }

  /** Windows that follow each other go in one chunk, as many as the source says. */
  private static void spawn(
      PriceSource source,
      List<PriceSource.Window> windows,
      SortedSet<Long> open,
      List<Spawn> spawns) {
    int most = source.callsInChunk();
    for (int from = 0; from < windows.size(); from += most) {
      var first = windows.get(from);
      var last = windows.get(Math.min(windows.size(), from + most) - 1);
      var all = new PriceSource.Window(first.asset(), first.currency(), first.first(), last.last());
      SortedSet<Long> within = open.subSet(all.first(), all.last() + 1);
      var order = new PriceOrder(source.key(), all, List.copyOf(within));
      Spawn spawn = Spawn.of(order.encode(), Tally.ZERO);
      boolean paid = most == 1 && source.gate().isPresent();
      spawns.add(paid ? spawn.through(Toll.of(source.gate().get())) : spawn);
    }
  }

  /** One merge: what becomes of blocks and of rows that are refused. */
  private final class Merging implements LedgerMerge.Sink {
    private final StageContext context;
    private final RowErrors errors;
    private final List<Block> open = new ArrayList<>();
    private final List<String> order = new ArrayList<>();
    private final Map<String, Part> kept = new TreeMap<>();
    private int written;
    private boolean latest = true;

    Merging(StageContext context, RowErrors errors) {
      this.context = context;
      this.errors = errors;
    }

    List<LedgerMerge.Old> ledger(Optional<Generation> head) {
      List<Part> rows = head.map(generation -> generation.parts("rows")).orElse(List.of());
      return rows.stream().<LedgerMerge.Old>map(OldBlock::new).toList();
    }

    private final class OldBlock implements LedgerMerge.Old {
      private final Part part;
      private final BlockNote note;

      OldBlock(Part part) {
        this.part = part;
        this.note = BlockNote.unpack(part.note());
      }

      @Override
      public BlockNote note() {
        return note;
      }

      @Override
      public RowBlock read() throws IOException {
        return new RowBlock(store.read(part));
      }
    }

    @Override
    public void keep(LedgerMerge.Old block) {
      String name = "=" + ((OldBlock) block).part.id();
      kept.put(name, ((OldBlock) block).part);
      order.add(name);
    }

    @Override
    public void write(RowBlock block) throws IOException {
      String name = "%08d".formatted(written++);
      open.add(new Block("rows", name, BlockNote.of(block).pack(), block.bytes()));
      order.add(name);
      if (open.size() >= BLOCKS) {
        flush();
      }
    }

    private void flush() throws IOException {
      latest &= store.put(Stages.writer(context), open);
      open.clear();
      if (context.stopping()) {
        throw new Stopped("nobody wants the ledger any more");
      }
    }

    @Override
    public void conflict(byte[] record, int length) throws IOException {
      Records.Row row = Records.row(record, 0, length);
      var source = row.source();
      String id = row.transaction().names().externalId();
      errors.add(
          new RowErrors.Place(0, source.line(), source.offset(), source.length()),
          List.of(
              new Fault(
                  "external_id",
                  "row.conflict",
                  id,
                  "the ledger has another row with the external id " + id)),
          Canonical.fields(row.transaction()),
          row.raw());
    }

    /** Keeps the draft; whether this attempt is still the latest. */
    boolean finish(Optional<Generation> head, Facts facts, WantedPrices wanted) throws IOException {
      flush();
      var chunk = context.chunk();
      Map<String, Part> parts = new TreeMap<>(kept);
      for (Part part : store.parts(chunk.job(), chunk.place().round(), "rows")) {
        parts.put(part.name(), part);
      }
      List<Part> rows = order.stream().map(parts::get).toList();
      var imports = new ArrayList<>(facts.imports());
      imports.add(chunk.job().value());
      long base = head.map(Generation::number).orElse(0L);
      var draft = new LedgerDraft(base, imports, rows, wanted);
      return latest && store.put(Stages.writer(context), List.of(draft.block()));
    }
  }
}
