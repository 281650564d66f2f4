package dev.penstock.transactions.view;

import dev.penstock.transactions.book.MatchRecords;
import dev.penstock.transactions.book.MatchRecords.Range;
import dev.penstock.transactions.book.PoolRecord;
import dev.penstock.transactions.book.RowId;
import dev.penstock.transactions.ledger.Transaction;
import dev.penstock.transactions.lots.Match;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.rows.Records;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.wire.Unpack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what rows used. */
final class Disposals {
  private final AccountView view;
  private final Method method;

  Disposals(AccountView view, Method method) {
    this.view = view;
    this.method = method;
  }

  List<Disposal> of(Seen row) throws IOException {
    var found = new ArrayList<Disposal>();
    for (String asset : assets(row.row().transaction())) {
      int index = firstEvent(asset, row.id().key());
      while (index >= 0) {
        PoolRecord event = event(asset, index);
        if (event == null || !Arrays.equals(event.key(), row.id().key())) {
          break;
        }
        List<Disposal.Used> used =
            event.ordinal() == row.id().ordinal() ? used(asset, index) : List.of();
        if (!used.isEmpty()) {
          var flags = view.flags(AccountView.poolOf(method, asset));
          found.add(new Disposal(asset, event, used, flags.get(index)));
        }
        index++;
      }
    }
    return found;
  }

  private static Set<String> assets(Transaction row) {
    var assets = new LinkedHashSet<String>();
    assets.add(row.base().asset());
    if (row.quote() != null) {
      assets.add(row.quote().asset());
    }
    if (row.fee() != null) {
      assets.add(row.fee().asset());
    }
    return assets;
  }

  private Optional<Part> events(String asset, int block) {
    return view.part("events", "%s %06d".formatted(asset, block));
  }

  /** Index of the first event with a key; -1: none. */
  private int firstEvent(String asset, byte[] key) throws IOException {
    int block = 0;
    for (int next = 1; events(asset, next).isPresent(); next++) {
      byte[] first = AccountView.note(events(asset, next).get()).raw(Records.KEY);
      if (Records.compare(first, 0, key, 0) >= 0) {
        break;
      }
      block = next;
    }
    for (int i = block; i <= block + 1; i++) {
      Optional<Part> part = events(asset, i);
      if (part.isEmpty()) {
        return -1;
      }
      var in = new Unpack(view.read(part.get()));
      for (int n = 0; in.more(); n++) {
        if (Arrays.equals(PoolRecord.unpack(in).key(), key)) {
          return i * AccountView.EVENTS + n;
        }
      }
    }
    return -1;
  }

  private @Nullable PoolRecord event(String asset, int index) throws IOException {
    Optional<Part> part = events(asset, index / AccountView.EVENTS);
    if (part.isEmpty()) {
      return null;
    }
    var in = new Unpack(view.read(part.get()));
    for (int skip = index % AccountView.EVENTS; skip > 0 && in.more(); skip--) {
      PoolRecord.unpack(in);
    }
    return in.more() ? PoolRecord.unpack(in) : null;
  }

  private List<Disposal.Used> used(String asset, int index) throws IOException {
    var used = new ArrayList<Disposal.Used>();
    String pool = AccountView.poolOf(method, asset);
    for (int block = 0; ; block++) {
      Optional<Part> part = view.part("matches", "%s %06d".formatted(pool, block));
      if (part.isEmpty()) {
        return used;
      }
      Range range = Range.unpack(AccountView.note(part.get()));
      if (range.first() > index) {
        return used;
      }
      if (range.last() >= index) {
        collect(asset, index, new Unpack(view.read(part.get())), used);
      }
    }
  }

  private void collect(String asset, int index, Unpack in, List<Disposal.Used> used)
      throws IOException {
    while (in.more()) {
      Match match = MatchRecords.unpack(in);
      if (match.disposal() == index) {
        PoolRecord lot = match.lot() < 0 ? null : event(asset, match.lot());
        Seen row =
            lot == null ? null : view.rows().one(new RowId(lot.key(), lot.ordinal())).orElse(null);
        used.add(new Disposal.Used(match, lot, row));
      }
    }
  }
}
