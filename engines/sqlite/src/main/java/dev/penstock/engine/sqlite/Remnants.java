package dev.penstock.engine.sqlite;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Chunks of jobs that have ended whose rows still say that they are ready. All that counts them
 * knows better, so a large job ends in one short step; ticks correct the rows, some at a time, and
 * what a crash leaves is corrected when the engine opens. Used by the writer thread.
 */
final class Remnants {
  /** Rows in one step. */
  static final int SOME = 5_000;

  private record Left(long job, long after, long since) {}

  private final ChunkRows rows;
  private final Batch batch;
  private final ArrayDeque<Left> left = new ArrayDeque<>();

  Remnants(ChunkRows rows, Batch batch) {
    this.rows = rows;
    this.batch = batch;
  }

  /** Leaves the rows of a job for later. */
  void add(long job, long now) {
    undoable();
    left.add(new Left(job, 0, now));
  }

  /** Corrects some rows. */
  void correctSome() throws SQLException {
    Left next = left.peek();
    if (next != null) {
      undoable();
      left.remove();
      List<Long> corrected = rows.cancelReady(next.job, next.after, next.since);
      if (corrected.size() == SOME) {
        long last = corrected.stream().mapToLong(Long::longValue).max().orElseThrow();
        left.addFirst(new Left(next.job, last, next.since));
      }
    }
  }

  /** Corrects all rows of a job, which is about to run again. */
  void correct(long job) throws SQLException {
    for (Left each : List.copyOf(left)) {
      if (each.job == job) {
        rows.cancelOpen(job, each.since);
        forget(job);
      }
    }
  }

  /** The job is gone. */
  void forget(long job) {
    undoable();
    left.removeIf(each -> each.job == job);
  }

  /** Corrects whatever there is, of whatever job. Outside of transactions. */
  void correctAll() throws SQLException {
    left.clear();
    rows.cancelReadyOfEnded();
  }

  private void undoable() {
    List<Left> before = List.copyOf(left);
    batch.onUndo(
        () -> {
          left.clear();
          left.addAll(before);
        });
  }
}
