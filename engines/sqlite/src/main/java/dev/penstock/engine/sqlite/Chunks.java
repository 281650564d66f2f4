package dev.penstock.engine.sqlite;

import static dev.penstock.engine.sqlite.ChunkStatus.CANCELLED;
import static dev.penstock.engine.sqlite.ChunkStatus.DEAD;
import static dev.penstock.engine.sqlite.ChunkStatus.DELAYED;
import static dev.penstock.engine.sqlite.ChunkStatus.DONE;
import static dev.penstock.engine.sqlite.ChunkStatus.READY;
import static dev.penstock.engine.sqlite.ChunkStatus.RUNNING;

import dev.penstock.blob.Payload;
import dev.penstock.engine.sqlite.Held.Left;
import dev.penstock.engine.sqlite.Held.Spot;
import dev.penstock.job.DeadLetter.Tries;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Moves chunks from status to status: the one place where rows, leases, gates, turns and counters
 * change together.
 */
final class Chunks {
  private final ChunkRows rows;
  private final Leases leases;
  private final GateRows gates;
  private final OpenWork work;
  private final Remnants remnants;
  private final Batch batch;

  Chunks(ChunkRows rows, Leases leases, GateRows gates, OpenWork work, Remnants remnants) {
    this.remnants = remnants;
    this.rows = rows;
    this.leases = leases;
    this.gates = gates;
    this.work = work;
    this.batch = work.batch;
  }

  /** Puts up a new chunk, ready. */
  void add(JobRow job, Spot spot, Spawn spawn, long now) throws SQLException {
    job.chunks++;
    Price price = Price.of(spawn.toll(), spawn.in());
    rows.insert(job, spot, spawn, price, now);
    job.round(spot.round()).opened(spot.stage(), spot.group());
    work.chunks(job.order, 1);
    enterReady(job, spot.stage(), price, now);
  }

  /** The chunk that was added last has some of its attempts behind it. */
  void chargeLast(JobRow job, int attempts, int crashes) throws SQLException {
    rows.charge(job.key, job.chunks, attempts, crashes);
  }

  /**
   * Counts a chunk that was just claimed, and notes its lease; its turn is taken, its toll paid.
   */
  void claimed(JobRow job, ChunkRow row, Held held) {
    int stage = row.spot().stage();
    job.stages[stage].add(READY, -1);
    held.paid().shelf().addReady(job.version(), row.since(), row.price(), -1);
    count(job, stage, RUNNING, 1);
    leases.put(held, batch);
  }

  void done(JobRow job, Held held, long now) throws SQLException {
    rows.done(held, now);
    unlease(job, held);
    work.chunks(job.order, -1);
    job.stages[held.spot().stage()].add(DONE, 1);
  }

  void checkpoint(Held held, Left left, byte[] cursor) throws SQLException {
    rows.checkpoint(held, left, cursor);
    leases.put(held.afterCheckpoint(left), batch);
  }

  void dead(JobRow job, Held held, Tries tries, Problem problem, long now) throws SQLException {
    rows.move(held, DEAD, now, tries, problem);
    unlease(job, held);
    work.chunks(job.order, -1);
    count(job, held.spot().stage(), DEAD, 1);
    job.addLetters(1);
  }

  void ready(JobRow job, Held held, Tries tries, @Nullable Problem problem, long now)
      throws SQLException {
    rows.move(held, READY, now, tries, problem);
    unlease(job, held);
    enterReady(job, held.spot().stage(), held.paid().price(), now);
  }

  void delayed(JobRow job, Held held, Tries tries, Problem problem, long until)
      throws SQLException {
    rows.move(held, DELAYED, until, tries, problem);
    unlease(job, held);
    count(job, held.spot().stage(), DELAYED, 1);
  }

  /** Counts a chunk whose wait is over. */
  void due(JobRow job, ChunkRow row, long now) {
    int stage = row.spot().stage();
    count(job, stage, DELAYED, -1);
    enterReady(job, stage, row.price(), now);
  }

  /**
   * A dead or cancelled chunk runs again, in a new round.
   *
   * @param edit in place of its payload
   */
  void revive(JobRow job, ChunkRow row, int round, @Nullable Payload edit, long now)
      throws SQLException {
    int stage = row.spot().stage();
    Price price = row.price();
    if (edit != null) {
      rows.edit(row, edit);
      price = Price.of(price.toll(), edit);
    }
    rows.revive(row, round, now);
    job.revive(stage, row.load().in());
    job.round(round).opened(stage, row.spot().group());
    work.chunks(job.order, 1);
    count(job, stage, row.status(), -1);
    if (row.status() == DEAD) {
      job.addLetters(-1);
    }
    enterReady(job, stage, price, now);
  }

  /** Cancels what is open, its items die; how many chunks there were. */
  long cancelOpen(JobRow job, long now) throws SQLException {
    long cancelled = 0;
    for (ChunkRows.Heap heap : rows.heaps(job.key)) {
      if (heap.status().open()) {
        cancelled += heap.chunks();
        Spot spot = heap.spot();
        leave(job, heap);
        count(job, spot.stage(), CANCELLED, heap.chunks());
        job.round(spot.round()).closed(spot.stage(), spot.group(), heap.chunks());
        job.settle(spot.stage(), new Tally(0, 0, 0, heap.items(), 0));
      }
    }
    work.chunks(job.order, -cancelled);
    for (Held held : leases.ofJob(job.key)) {
      release(held);
    }
    if (cancelled > Remnants.SOME) {
      rows.cancelBusy(job.key, now);
      remnants.add(job.key, now);
    } else {
      rows.cancelOpen(job.key, now);
    }
    return cancelled;
  }

  /** Takes the chunks of an ended job out of the counts of their shelves. */
  void uncount(JobRow job) throws SQLException {
    remnants.forget(job.key);
    for (ChunkRows.Heap heap : rows.heaps(job.key)) {
      // An open one was counted out when the job ended.
      if (!heap.status().open()) {
        leave(job, heap);
      }
    }
  }

  /** Ends a lease, and gives back what its chunk held of gates. */
  void release(Held held) {
    leases.remove(held.chunk(), batch);
    gates.leave(held.paid());
  }

  private void leave(JobRow job, ChunkRows.Heap heap) {
    int stage = heap.spot().stage();
    if (heap.status() == READY) {
      Shelf shelf = job.plan.shelf(stage);
      job.stages[stage].add(READY, -heap.chunks());
      shelf.addReady(job.version(), heap.since(), heap.price(), -heap.chunks());
      shelf.turn(job.place(heap.price()), -heap.chunks());
    } else {
      count(job, stage, heap.status(), -heap.chunks());
    }
  }

  private void unlease(JobRow job, Held held) {
    release(held);
    count(job, held.spot().stage(), RUNNING, -1);
  }

  private void enterReady(JobRow job, int stage, Price price, long since) {
    Shelf shelf = job.plan.shelf(stage);
    job.stages[stage].add(READY, 1);
    shelf.addReady(job.version(), since, price, 1);
    shelf.turn(job.place(price), 1);
    batch.ready(shelf);
  }

  private static void count(JobRow job, int stage, ChunkStatus status, long chunks) {
    job.stages[stage].add(status, chunks);
    job.plan.shelf(stage).add(status, chunks);
  }
}
