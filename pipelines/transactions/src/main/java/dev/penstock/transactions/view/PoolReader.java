package dev.penstock.transactions.view;

import dev.penstock.transactions.book.MatchRecords;
import dev.penstock.transactions.book.PoolRecord;
import dev.penstock.transactions.lots.Disallowed;
import dev.penstock.transactions.lots.Match;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.wire.Unpack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All of one pool, from the first event to the last. */
public final class PoolReader {
  private final AccountView view;
  private final String asset;
  private final String pool;

  private PoolReader(AccountView view, String asset, String pool) {
    this.view = view;
    this.asset = asset;
    this.pool = pool;
  }

  /** The pools that a method has, by asset. */
  public static List<PoolReader> all(AccountView view, Method method) {
    return view.generation().parts("pool").stream()
        .map(Part::name)
        .filter(name -> name.startsWith(method.word() + " "))
        .sorted()
        .map(name -> new PoolReader(view, name.substring(name.indexOf(' ') + 1), name))
        .toList();
  }

  public String asset() {
    return asset;
  }

  public List<PoolRecord> events() throws IOException {
    var events = new ArrayList<PoolRecord>();
    for (int block = 0; ; block++) {
      Optional<Part> part = view.part("events", "%s %06d".formatted(asset, block));
      if (part.isEmpty()) {
        return events;
      }
      var in = new Unpack(view.read(part.get()));
      while (in.more()) {
        events.add(PoolRecord.unpack(in));
      }
    }
  }

  /** What of its losses does not count, by the index of the disposal. */
  public Map<Integer, Disallowed> flags() throws IOException {
    return view.flags(pool);
  }

  /** Takes a match. */
  @FunctionalInterface
  public interface Taker {
    void take(Match match) throws IOException;
  }

  /** Goes over all matches, in the order of disposals. */
  public void matches(Taker taker) throws IOException {
    for (int block = 0; ; block++) {
      Optional<Part> part = view.part("matches", "%s %06d".formatted(pool, block));
      if (part.isEmpty()) {
        return;
      }
      var in = new Unpack(view.read(part.get()));
      while (in.more()) {
        taker.take(MatchRecords.unpack(in));
      }
    }
  }
}
