package dev.penstock.engine.sqlite;

import dev.penstock.blob.Payload;
import dev.penstock.engine.sqlite.Held.Spot;
import dev.penstock.job.Tally;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One chunk as the database has it. */
record ChunkRow(
    Key key,
    ChunkStatus status,
    Spot spot,
    Tally load,
    Tries tries,
    long since,
    Price price,
    Work work) {
  /** The columns that {@link #read} wants, in its order. */
  static final String COLUMNS = columns("bytes", "cursor");

  /** The same without payload and cursor where these are in the row. */
  static final String BARE = columns("NULL", "NULL");

  private static String columns(String bytes, String cursor) {
    return "job, number, status, stage, grp, round, ok, repaired, duplicates, attempts, crashes,"
        + " claims, fence, worker, since, gate, weight, cost, blob, blob_length, blob_digest, "
        + bytes
        + ", "
        + cursor
        + ", checkpoints";
  }

  /** Row key of the job, number in the job. */
  record Key(long job, long number) {}

  /**
   * How it went so far.
   *
   * @param claims how often it was claimed
   * @param fence of the last claim; 0 for none
   * @param worker who claimed it last
   */
  record Tries(int attempts, int crashes, int claims, long fence, @Nullable String worker) {}

  /**
   * What it was given.
   *
   * @param cursor of the last checkpoint
   * @param checkpoints how many there were
   */
  record Work(Payload in, byte @Nullable [] cursor, int checkpoints) {}

  /** What is left of it. */
  Held.Left left() {
    return new Held.Left(load, work.checkpoints());
  }

  static ChunkRow read(ResultSet row) throws SQLException {
    return new ChunkRow(
        new Key(row.getLong(1), row.getLong(2)),
        ChunkStatus.of(row.getInt(3)),
        new Spot(row.getInt(4), row.getString(5), row.getInt(6)),
        Columns.load(row, 7),
        new Tries(
            row.getInt(10), row.getInt(11), row.getInt(12), row.getLong(13), row.getString(14)),
        row.getLong(15),
        Price.of(Columns.toll(row, 16), row.getLong(18)),
        new Work(Columns.payload(row, 19), row.getBytes(23), row.getInt(24)));
  }
}
