package dev.penstock.transactions;

import dev.penstock.csv.RowCutter;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.transactions.rows.Layout;
import dev.penstock.transactions.rows.Reading;
import dev.penstock.transactions.rows.Sniffer;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.MappingBook;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/**
 * Finds out how the file is laid out and cuts it into chunks of whole rows. Checkpoints as it goes,
 * so that parsing starts while cutting goes on.
 */
final class PlanStage implements Stage {
  private static final int HEAD = 1 << 18;

  /** Chunks per checkpoint: the first two let both cores start early. */
  private static final int FIRST_SPAWNS = 2;

  private static final int MOST_SPAWNS = 64;

  private final TransactionsSettings settings;
  private final MappingBook mappings;
  private final LedgerStore store;

  PlanStage(TransactionsSettings settings, MappingBook mappings, LedgerStore store) {
    this.settings = settings;
    this.mappings = mappings;
    this.store = store;
  }

  @Override
  public StageResult run(StageContext context) throws IOException {
    if (context.chunk().cursor().isPresent()) {
      return cut(context, ParseOrder.decode(context.chunk().cursor().get()));
    }
    PlainText.Plain plain;
    try {
      plain = PlainText.of(context);
    } catch (EOFException e) {
      return StageResult.giveUp("csv.cut_short", "The payload is cut short: " + e.getMessage());
    } catch (ZipException e) {
      return StageResult.giveUp("csv.gzip", "The gzip cannot be unwrapped: " + e.getMessage());
    }
    var inputs = TransactionsInputs.of(context.inputs());
    Sniffer.Sniffed sniffed;
    try (InputStream in =
        context.blobs().open(plain.blob(), plain.start(), plain.blob().length())) {
      byte[] head = in.readNBytes(HEAD);
      boolean whole = plain.start() + head.length == plain.blob().length();
      sniffed =
          new Understanding(mappings, context.tenant()).of(head, whole, inputs.said()).sniffed();
    }
    Layout layout = sniffed.layout();
    if (!layout.missing().isEmpty()) {
      return StageResult.giveUp("csv.columns_missing", missing(layout));
    }
    if (!ReadingNote.keep(store, context, Reading.of(sniffed, inputs.rows()))) {
      return Stages.fenced();
    }
    var start = new RowCutter.Chunk(plain.start(), sniffed.offset(), sniffed.line(), 0, 0);
    return cut(context, new ParseOrder(layout, plain.blob(), start));
  }

  private static String missing(Layout layout) {
    return "No header stands for %s. The headers are: %s. Say which ones with columns=%s=HEADER."
        .formatted(
            String.join(", ", layout.missing().stream().map(column -> column.word()).toList()),
            String.join(", ", layout.headers()),
            layout.missing().getFirst().word());
  }

  private StageResult cut(StageContext context, ParseOrder from) throws IOException {
    long start = from.rows().offset() + from.rows().length();
    try (InputStream in = context.blobs().open(from.blob(), start, from.blob().length() - start)) {
      var cutter =
          new RowCutter(
              in,
              from.layout().dialect(),
              from.rows(),
              settings.rowsInChunk(),
              settings.bytesInChunk());
      return cutAll(context, from, cutter);
    }
  }

  private static StageResult cutAll(StageContext context, ParseOrder from, RowCutter cutter)
      throws IOException {
    List<Spawn> spawns = new ArrayList<>();
    long rows = 0;
    int wanted = FIRST_SPAWNS;
    while (true) {
      RowCutter.Chunk chunk = cutter.next();
      if (chunk.rows() == 0) {
        return StageResult.done(Tally.ofOk(rows), spawns);
      }
      var order = new ParseOrder(from.layout(), from.blob(), chunk);
      spawns.add(Spawn.of(order.encode(), Tally.ofOk(chunk.rows())));
      rows += chunk.rows();
      if (spawns.size() >= wanted) {
        var here = new ParseOrder(from.layout(), from.blob(), cutter.here());
        context.checkpoint(here.bytes(), Tally.ofOk(rows), spawns, null);
        spawns = new ArrayList<>();
        rows = 0;
        wanted = Math.min(MOST_SPAWNS, wanted * 4);
      }
    }
  }
}
