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
 * What reconciling found out, for the stages behind it.
 *
 * @param pools names of all pools that are to be there in the end
 * @param issues in their form as a block
 */
record ReconciledDraft(
    long rows, long unpricedRows, WantedPrices unpriced, List<String> pools, byte[] issues) {
  private static final String NAME = "reconciled";

  Block block() {
    var pack = new Pack(1 << 12);
    pack.whole(rows).whole(unpricedRows);
    unpriced.packInto(pack);
    pack.whole(pools.size());
    pools.forEach(pack::text);
    pack.slice(issues, 0, issues.length);
    return new Block(LedgerDraft.KIND, NAME, new byte[0], pack.toBytes());
  }

  static ReconciledDraft of(LedgerStore store, List<Part> drafts, String currency)
      throws IOException {
    for (Part part : drafts) {
      if (part.name().equals(NAME)) {
        return unpack(new Unpack(store.read(part)), currency);
      }
    }
    throw new IOException("the store has nothing reconciled of this job");
  }

  private static ReconciledDraft unpack(Unpack in, String currency) {
    long rows = in.whole();
    long unpricedRows = in.whole();
    var unpriced = new WantedPrices(currency);
    unpriced.addAll(in);
    var pools = new ArrayList<String>();
    for (int i = in.count(); i > 0; i--) {
      pools.add(in.text());
    }
    return new ReconciledDraft(rows, unpricedRows, unpriced, pools, in.slice());
  }
}
