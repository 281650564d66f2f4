package dev.penstock.transactions;

import dev.penstock.transactions.rows.WantedPrices;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.LedgerStore.Block;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger as a job has made it: what the stages behind the merge go on with.
 *
 * @param base number of the generation that it was made from
 * @param imports ids of the jobs whose rows it has, by their number
 * @param rows the blocks of rows, in their order
 * @param wanted prices that the rows want, and that may not be known yet
 */
record LedgerDraft(long base, List<String> imports, List<Part> rows, WantedPrices wanted) {
  static final String KIND = "draft";
  private static final String NAME = "ledger";

  Block block() {
    var pack = new Pack(1 << 14);
    pack.whole(base).whole(imports.size());
    imports.forEach(pack::text);
    Stages.pack(pack, rows);
    wanted.packInto(pack);
    return new Block(KIND, NAME, new byte[0], pack.toBytes());
  }

  static LedgerDraft of(LedgerStore store, List<Part> drafts, String currency) throws IOException {
    for (Part part : drafts) {
      if (part.name().equals(NAME)) {
        return unpack(new Unpack(store.read(part)), currency);
      }
    }
    throw new IOException("the store has no ledger of this job");
  }

  private static LedgerDraft unpack(Unpack in, String currency) {
    long base = in.whole();
    var imports = new ArrayList<String>();
    for (int i = in.count(); i > 0; i--) {
      imports.add(in.text());
    }
    List<Part> rows = Stages.parts(in);
    var wanted = new WantedPrices(currency);
    wanted.addAll(in);
    return new LedgerDraft(base, imports, rows, wanted);
  }
}
