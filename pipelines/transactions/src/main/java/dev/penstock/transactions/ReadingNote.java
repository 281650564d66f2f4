package dev.penstock.transactions;

import dev.penstock.pipeline.StageContext;
import dev.penstock.transactions.book.Facts;
import dev.penstock.transactions.rows.Reading;
import dev.penstock.transactions.store.Generation;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.LedgerStore.Block;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How the file was read, on its way from the stage that finds out to the one that tells. */
final class ReadingNote {
  private static final String KIND = "reading";

  private ReadingNote() {}

  /** Keeps it; whether this attempt is still the latest. */
  static boolean keep(LedgerStore store, StageContext context, Reading reading) throws IOException {
    var pack = new Pack(512);
    reading.packInto(pack);
    return store.put(
        Stages.writer(context), List.of(new Block(KIND, "file", new byte[0], pack.toBytes())));
  }

  /** What was kept in this round or in one before; or what the job has published already. */
  static Reading of(LedgerStore store, StageContext context) throws IOException {
    var job = context.chunk().job();
    for (int round = context.chunk().place().round(); round >= 0; round--) {
      List<Part> kept = store.parts(job, round, KIND);
      if (!kept.isEmpty()) {
        return Reading.unpack(new Unpack(store.read(kept.getFirst())));
      }
    }
    Optional<Generation> live = store.head(TransactionsInputs.of(context.inputs()).account());
    return live.filter(generation -> generation.job().equals(job))
        .map(generation -> Facts.unpack(generation.facts()).reading())
        .orElse(Reading.NONE);
  }
}
