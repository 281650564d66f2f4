package dev.penstock.engine.sqlite;

import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.engine.LeaseClock;
import dev.penstock.job.JobId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The claimed chunks. In memory only: a claim does not outlive the process that granted it, so what
 * is running when the engine opens is taken back at once. The writer thread changes it; beats read.
 */
final class Leases {
  /** For beats too. */
  final LeaseClock time = new LeaseClock();

  private final Map<ChunkKey, Held> held = new ConcurrentHashMap<>();
  private boolean doubtful;

  /** A batch failed: the next tick compares what is here with the chunks that run. */
  void doubt() {
    doubtful = true;
  }

  boolean doubtful() {
    return doubtful;
  }

  void believe(Batch batch) {
    doubtful = false;
    batch.onUndo(this::doubt);
  }

  @Nullable Held find(ChunkKey chunk) {
    return held.get(chunk);
  }

  void put(Held granted, Batch batch) {
    Held before = held.put(granted.chunk(), granted);
    batch.onUndo(() -> restore(granted.chunk(), before));
  }

  void remove(ChunkKey chunk, Batch batch) {
    Held before = held.remove(chunk);
    if (before != null) {
      batch.onUndo(() -> restore(chunk, before));
    }
  }

  private void restore(ChunkKey chunk, @Nullable Held before) {
    if (before == null) {
      held.remove(chunk);
    } else {
      held.put(chunk, before);
    }
  }

  /**
   * Makes the leases what the store says of the chunks that run, after a batch of unknown fate: who
   * repeats its commit must find what is left, and not what was left before.
   */
  void settle(List<ChunkRow> running) {
    var rows = new HashMap<ChunkRow.Key, ChunkRow>();
    running.forEach(row -> rows.put(row.key(), row));
    for (Held each : all()) {
      ChunkRow row = rows.get(new ChunkRow.Key(each.job(), each.chunk().number()));
      if (row == null || row.tries().fence() != each.lease().fence()) {
        held.remove(each.chunk());
      } else {
        held.put(each.chunk(), each.with(row.left()));
      }
    }
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  List<Held> all() {
    return List.copyOf(held.values());
  }

  /** Items through of each stage of a job, by its number, as holders say. */
  Map<Integer, Long> underway(JobId job) {
    var underway = new HashMap<Integer, Long>();
    for (Held each : held.values()) {
      if (each.chunk().job().equals(job) && each.term().items() > 0) {
        underway.merge(each.spot().stage(), each.term().items(), Long::sum);
      }
    }
    return underway;
  }

  List<Held> ofJob(long job) {
    return held.values().stream().filter(each -> each.job() == job).toList();
  }

  /** Those whose time is over, in the order of their chunks; from now on no beat extends them. */
  List<Held> lapsed(Batch batch) {
    var lapsed = new ArrayList<Held>();
    for (Held each : held.values()) {
      if (each.term().endIfLapsed(time::over, batch)) {
        lapsed.add(each);
      }
    }
    lapsed.sort(
        Comparator.comparing((Held each) -> each.chunk().job())
            .thenComparing(each -> each.chunk().number()));
    return lapsed;
  }
}
