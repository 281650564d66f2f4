package dev.penstock.engine.sqlite;

import dev.penstock.engine.Fences;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Gives fences. They are reserved on the disk ahead of time, a minute at once, so that a claim
 * itself needs no durable write and no fence comes twice, also after a loss of power with a clock
 * that stepped back.
 */
final class FenceRow {
  private static final long AHEAD_MICROS = 60_000_000;

  private final Statements sql;
  private final Batch batch;
  private long last;
  private long reserved;

  FenceRow(Statements sql, Batch batch) throws SQLException {
    this.sql = sql;
    this.batch = batch;
    this.reserved = sql.number("SELECT reserved FROM fence");
    this.last = reserved;
  }

  /** The first of so many fences in a row, reserved with the batch at the latest. */
  long take(int fences, Instant now) throws SQLException {
    long first = Fences.next(last, now);
    last = first + fences - 1;
    if (last > reserved) {
      reserve(last + AHEAD_MICROS);
      batch.mustSync();
    }
    return first;
  }

  /** Gives the unused ones back, when the engine is closed in order. */
  void settle() throws SQLException {
    if (reserved > last) {
      reserve(last);
    }
  }

  private void reserve(long upTo) throws SQLException {
    long before = reserved;
    reserved = upTo;
    batch.onUndo(() -> reserved = before);
    sql.update("UPDATE fence SET reserved = ?", upTo);
  }
}
