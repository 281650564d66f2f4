package dev.penstock.engine.sqlite;

import dev.penstock.engine.GateBook;
import dev.penstock.engine.GateBook.Kept;
import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Gates.Standing;
import dev.penstock.engine.sqlite.Held.Paid;
import dev.penstock.pipeline.Toll;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The gates, held in memory. What is kept of them is written once for each batch that changed it;
 * what is in use is known in memory only, because it ends with the process. Used by the writer
 * thread, but for {@link #limits}.
 */
final class GateRows {
  private static final String COLUMNS =
      "name, permits, period, burst, concurrency, full, paused_until";

  private static final String SELECT = "SELECT " + COLUMNS + " FROM gate";
  private static final String SAVE =
      "INSERT OR REPLACE INTO gate(" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)";

  private final Statements sql;
  private final Shelves shelves;
  private final Batch batch;
  private GateBook book = new GateBook();

  /** How gates stood before the batch in hand changed what is kept of them. */
  private final Map<String, Kept> before = new HashMap<>();

  /** Tolls that the batch in hand took in use, or gave back. */
  private final List<Use> uses = new ArrayList<>();

  /** The gates of which something is kept, as of the last commit. */
  private final Set<String> kept = ConcurrentHashMap.newKeySet();

  private record Use(Toll toll, boolean begins) {}

  GateRows(Statements sql, Shelves shelves, Batch batch) {
    this.sql = sql;
    this.shelves = shelves;
    this.batch = batch;
  }

  /** When a toll may be paid; where not now, the shelf hears of it when the gate gives way. */
  Instant opens(Toll toll, Shelf shelf, Instant now) {
    Instant opens = book.opens(toll, now);
    if (opens.isAfter(now)) {
      book.await(toll.gate(), new GateBook.Waiter(shelf.pipeline, shelf.stage));
    }
    return opens;
  }

  /** Pays for a chunk of the shelf, which runs from now on. */
  void pay(Shelf shelf, @Nullable Toll named, Instant now) {
    pay(shelf.toll, now);
    if (named != null) {
      pay(named, now);
    }
  }

  private void pay(Toll toll, Instant now) {
    change(toll.gate());
    book.pay(toll, now);
    uses.add(new Use(toll, true));
  }

  /** A chunk that paid does not run any more. */
  void leave(Paid paid) {
    leave(paid.shelf().toll);
    if (paid.price().toll().isPresent()) {
      leave(paid.price().toll().get());
    }
  }

  private void leave(Toll toll) {
    uses.add(new Use(toll, false));
    free(toll.gate(), book.leave(toll));
  }

  /** Counts a chunk that runs, and paid before this process knew of it. */
  void occupy(Paid paid) {
    occupy(paid.shelf().toll);
    paid.price().toll().ifPresent(this::occupy);
  }

  private void occupy(Toll toll) {
    takeInUse(toll);
    uses.add(new Use(toll, true));
  }

  void set(String gate, GateLimits limits, Instant now) {
    change(gate);
    free(gate, book.set(gate, limits, now));
  }

  void pause(String gate, Instant until) {
    change(gate);
    book.pause(gate, until);
  }

  void resume(String gate) {
    change(gate);
    free(gate, book.resume(gate));
  }

  Duration take(String gate, int permits, Instant now) {
    change(gate);
    return book.take(gate, permits, now);
  }

  List<Standing> list() {
    return book.list();
  }

  /** Whether somebody has set or paused the gate, as of the last commit. For any thread. */
  boolean limits(String gate) {
    return kept.contains(gate);
  }

  private void free(String gate, Set<GateBook.Waiter> waiters) {
    for (GateBook.Waiter each : waiters) {
      Shelf shelf = shelves.find(each.pipeline(), each.stage());
      if (shelf != null) {
        shelf.open(gate);
        batch.ready(shelf);
      }
    }
  }

  /** Notes how a gate stands that is about to change. */
  private void change(String gate) {
    if (!before.containsKey(gate)) {
      Kept now = book.kept(gate);
      before.put(gate, now == null ? open(gate) : now);
    }
  }

  private static Kept open(String gate) {
    return new Kept(gate, GateLimits.OPEN, 0, Instant.EPOCH);
  }

  /** Puts a weight in use; whatever else paying changes stays as it is. */
  private void takeInUse(Toll toll) {
    Kept now = book.kept(toll.gate());
    book.pay(toll, Instant.EPOCH);
    if (now != null) {
      book.restore(now);
    }
  }

  /** Writes what changed, inside the batch's transaction. */
  void save() throws SQLException {
    for (Kept old : before.values()) {
      Kept now = book.kept(old.gate());
      if (now == null) {
        if (kept.contains(old.gate())) {
          sql.update("DELETE FROM gate WHERE name = ?", old.gate());
        }
      } else if (!now.equals(old)) {
        sql.update(
            SAVE,
            now.gate(),
            now.limits().permits(),
            now.limits().period().toString(),
            now.limits().burst(),
            now.limits().concurrency(),
            now.full(),
            Micros.orForEver(now.pausedUntil()));
      }
    }
  }

  /** The batch is committed. */
  void keep() {
    for (String gate : before.keySet()) {
      if (book.kept(gate) == null) {
        kept.remove(gate);
      } else {
        kept.add(gate);
      }
    }
    before.clear();
    uses.clear();
  }

  /** The batch was taken back; whoever waited for that hears of it with the next one. */
  void forget() {
    for (Use use : uses.reversed()) {
      if (use.begins()) {
        free(use.toll().gate(), book.leave(use.toll()));
      } else {
        takeInUse(use.toll());
      }
    }
    before.values().forEach(book::restore);
    before.clear();
    uses.clear();
  }

  /** Reads everything again; {@code running} is what is in use. Outside of transactions. */
  void recount(List<Held> running) throws SQLException {
    book = new GateBook();
    kept.clear();
    before.clear();
    for (Kept each : sql.list(SELECT, GateRows::read)) {
      book.restore(each);
      kept.add(each.gate());
    }
    running.forEach(held -> occupy(held.paid()));
    uses.clear();
    shelves.all().forEach(batch::ready);
  }

  private static Kept read(ResultSet row) throws SQLException {
    return new Kept(
        row.getString(1),
        new GateLimits(
            row.getInt(2), Duration.parse(row.getString(3)), row.getInt(4), row.getInt(5)),
        row.getLong(6),
        Micros.instantOrForEver(row.getLong(7)));
  }
}
