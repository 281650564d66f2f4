package dev.penstock.engine.sqlite;

import static dev.penstock.engine.sqlite.ChunkStatus.CANCELLED;
import static dev.penstock.engine.sqlite.ChunkStatus.DEAD;
import static dev.penstock.engine.sqlite.ChunkStatus.DELAYED;
import static dev.penstock.engine.sqlite.ChunkStatus.DONE;
import static dev.penstock.engine.sqlite.ChunkStatus.READY;
import static dev.penstock.engine.sqlite.ChunkStatus.RUNNING;

import dev.penstock.blob.Payload;
import dev.penstock.engine.sqlite.Held.Spot;
import dev.penstock.job.DeadLetter.Tries;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Moves chunks from status to status: the one place where rows, leases and counters change
 * together.
 */
final class Chunks {
  private final ChunkRows rows;
  private final Leases leases;
  private final Batch batch;

  Chunks(ChunkRows rows, Leases leases, Batch batch) {
    this.rows = rows;
    this.leases = leases;
    this.batch = batch;
  }

  /** Puts up a new chunk, ready. */
  void add(JobRow job, Spot spot, Tally load, Payload in, long now) throws SQLException {
    job.chunks++;
    rows.insert(job, spot, load, in, now);
    job.round(spot.round()).opened(spot.stage(), spot.group());
    enterReady(job, spot.stage(), now, 1);
  }

  /** Counts a chunk that was just claimed, and notes its lease. */
  void claimed(JobRow job, ChunkRow row, Held held) {
    int stage = row.spot().stage();
    job.stages[stage].add(READY, -1);
    job.plan.lane(stage).addReady(row.since(), -1);
    count(job, stage, RUNNING, 1);
    leases.put(held, batch);
  }

  void done(JobRow job, Held held, long now) throws SQLException {
    rows.done(held, now);
    unlease(job, held);
    job.stages[held.spot().stage()].add(DONE, 1);
  }

  void checkpoint(Held held, Tally left, byte[] cursor) throws SQLException {
    rows.checkpoint(held, left, cursor);
    leases.put(held.afterCheckpoint(left), batch);
  }

  void dead(JobRow job, Held held, Tries tries, Problem problem, long now) throws SQLException {
    rows.move(held, DEAD, now, tries, problem);
    unlease(job, held);
    count(job, held.spot().stage(), DEAD, 1);
  }

  void ready(JobRow job, Held held, Tries tries, @Nullable Problem problem, long now)
      throws SQLException {
    rows.move(held, READY, now, tries, problem);
    unlease(job, held);
    enterReady(job, held.spot().stage(), now, 1);
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
    enterReady(job, stage, now, 1);
  }

  /** A dead or cancelled chunk runs again, in a new round. */
  void revive(JobRow job, ChunkRow row, int round, long now) throws SQLException {
    int stage = row.spot().stage();
    rows.revive(row, round, now);
    job.revive(stage, row.load().in());
    job.round(round).opened(stage, row.spot().group());
    count(job, stage, row.status(), -1);
    enterReady(job, stage, now, 1);
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
    for (Held held : leases.ofJob(job.key)) {
      leases.remove(held.chunk(), batch);
    }
    rows.cancelOpen(job.key, now);
    return cancelled;
  }

  /** Takes the chunks of an ended job out of the counts of their lanes. */
  void uncount(JobRow job) throws SQLException {
    for (ChunkRows.Heap heap : rows.heaps(job.key)) {
      leave(job, heap);
    }
  }

  private void leave(JobRow job, ChunkRows.Heap heap) {
    int stage = heap.spot().stage();
    if (heap.status() == READY) {
      job.stages[stage].add(READY, -heap.chunks());
      job.plan.lane(stage).addReady(heap.since(), -heap.chunks());
    } else {
      count(job, stage, heap.status(), -heap.chunks());
    }
  }

  private void unlease(JobRow job, Held held) {
    leases.remove(held.chunk(), batch);
    count(job, held.spot().stage(), RUNNING, -1);
  }

  private void enterReady(JobRow job, int stage, long since, long chunks) {
    Lane lane = job.plan.lane(stage);
    job.stages[stage].add(READY, chunks);
    lane.addReady(since, chunks);
    batch.ready(lane);
  }

  private static void count(JobRow job, int stage, ChunkStatus status, long chunks) {
    job.stages[stage].add(status, chunks);
    job.plan.lane(stage).add(status, chunks);
  }
}
