package dev.penstock.transactions;

import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.store.LedgerStore.Writer;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.util.ArrayList;
import java.util.List;

/** What several stages say in the same way. */
final class Stages {
  private Stages() {}

  static Writer writer(StageContext context) {
    var chunk = context.chunk();
    return new Writer(chunk.job(), chunk.number(), chunk.place().round(), chunk.fence());
  }

  static StageResult fenced() {
    return StageResult.retry("store.fenced", "the store holds a newer attempt of this chunk");
  }

  /** A list of parts, in its order. */
  static void pack(Pack pack, List<Part> parts) {
    pack.whole(parts.size());
    for (Part part : parts) {
      pack.whole(part.id()).text(part.kind()).text(part.name());
      pack.slice(part.note(), 0, part.note().length);
    }
  }

  static List<Part> parts(Unpack in) {
    var parts = new ArrayList<Part>();
    for (int i = in.count(); i > 0; i--) {
      parts.add(new Part(in.whole(), in.text(), in.text(), in.slice()));
    }
    return parts;
  }
}
