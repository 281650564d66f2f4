package dev.penstock.engine.sqlite;

import dev.penstock.engine.Claim;
import dev.penstock.engine.LeaseClock;
import dev.penstock.engine.Ticked;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Does what time alone brings, and what the end of a process brings. */
final class Ticking {
  private final Tables tables;
  private final Steps steps;
  private final InstantSource clock;

  Ticking(Tables tables, Steps steps, InstantSource clock) {
    this.tables = tables;
    this.steps = steps;
    this.clock = clock;
  }

  Ticked tick() throws SQLException {
    Instant at = clock.instant();
    long now = Micros.of(at);
    tables.leases.time.look(at);
    long lapsed = tables.leases.doubtful() ? reconcile(now) : 0;
    for (Held held : tables.leases.lapsed(tables.batch)) {
      // One that lapses may fail its job and so cancel another.
      if (tables.leases.find(held.chunk()) != null) {
        steps.lapse(held, now);
        lapsed++;
      }
    }
    List<ChunkRow> due = tables.chunkRows.due(now);
    for (ChunkRow row : due) {
      tables.chunks.due(tables.jobs.change(row.key().job(), now), row, now);
    }
    tables.remnants.correctSome();
    return new Ticked(lapsed, due.size());
  }

  /**
   * After a batch that failed: a chunk that runs and is held by nobody lapses now, because its time
   * would never come; a lease of a chunk that does not run ends.
   */
  private long reconcile(long now) throws SQLException {
    tables.leases.believe(tables.batch);
    var running = new LinkedHashMap<ChunkRow.Key, ChunkRow>();
    for (ChunkRow row : tables.chunkRows.running()) {
      running.put(row.key(), row);
    }
    for (Held held : tables.leases.all()) {
      var key = new ChunkRow.Key(held.job(), held.chunk().number());
      ChunkRow row = running.get(key);
      if (row != null && row.tries().fence() == held.lease().fence()) {
        running.remove(key);
      } else {
        tables.chunks.release(held);
      }
    }
    return takeBack(List.copyOf(running.values()), now);
  }

  /** Whoever held a chunk went with the process that granted it: all of them crashed. */
  long takeBackAll() throws SQLException {
    if (tables.shelves.all().stream().noneMatch(Shelf::running)) {
      return 0;
    }
    return takeBack(tables.chunkRows.running(), Micros.of(clock.instant()));
  }

  private long takeBack(List<ChunkRow> running, long now) throws SQLException {
    var orphans = new ArrayList<Held>(running.size());
    for (ChunkRow row : running) {
      Held orphan = orphan(row);
      orphans.add(orphan);
      tables.gates.occupy(orphan.paid());
      tables.leases.put(orphan, tables.batch);
    }
    long lapsed = 0;
    for (Held orphan : orphans) {
      Held held = tables.leases.find(orphan.chunk());
      if (held != null) {
        steps.lapse(held, now);
        lapsed++;
      }
    }
    return lapsed;
  }

  private Held orphan(ChunkRow row) throws SQLException {
    JobRow job = tables.jobs.get(row.key().job());
    ChunkRow.Tries tries = row.tries();
    String worker = tries.worker() == null ? "" : tries.worker();
    var lease =
        new Claim.Lease(
            worker, tries.fence(), tries.attempts() + 1, tries.crashes(), clock.instant());
    var chunk = new Claim.ChunkKey(job.id, row.key().number());
    return new Held(
        job.key,
        chunk,
        row.spot(),
        row.left(),
        lease,
        true,
        new Held.Term(new LeaseClock.End(0, Long.MAX_VALUE)),
        new Held.Paid(job.plan.shelf(row.spot().stage()), row.price()));
  }
}
