package dev.penstock.engine.sqlite;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Turns;
import dev.penstock.engine.sqlite.Held.Left;
import dev.penstock.engine.sqlite.Held.Spot;
import dev.penstock.job.DeadLetter.Tries;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of chunks, statement by statement. Counts nothing: {@link Chunks} does. */
final class ChunkRows {
  private static final String INSERT =
      "INSERT INTO chunk(job, number, shelf, stage, status, round, grp, ok, repaired, duplicates,"
          + " since, gate, weight, cost, blob, blob_length, blob_digest, bytes)"
          + " VALUES (?, ?, ?, ?, 2, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String MOVE =
      "UPDATE chunk SET status = ?, since = ?, attempts = ?, crashes = ?, problem = ?,"
          + " detail = ? WHERE job = ? AND number = ?";

  private final Statements sql;

  ChunkRows(Statements sql) {
    this.sql = sql;
  }

  /** The chunk gets the number that its job has counted to. */
  void insert(JobRow job, Spot spot, Spawn spawn, Price price, long since) throws SQLException {
    Tally load = spawn.load();
    BlobRef blob = Columns.blobOf(spawn.in());
    sql.update(
        INSERT,
        job.key,
        job.chunks,
        job.plan.shelf(spot.stage()).id,
        spot.stage(),
        spot.round(),
        spot.group(),
        load.ok(),
        load.repaired(),
        load.duplicates(),
        since,
        Columns.gateOf(price.toll()),
        Columns.weightOf(price.toll()),
        price.cost(),
        blob == null ? null : blob.key(),
        blob == null ? null : blob.length(),
        blob == null ? null : blob.digest(),
        Columns.bytesOf(spawn.in()));
  }

  /** Some of the attempts of a chunk that was just put up are gone. */
  void charge(long job, long number, int attempts, int crashes) throws SQLException {
    sql.update(
        "UPDATE chunk SET attempts = ?, crashes = ? WHERE job = ? AND number = ?",
        attempts,
        crashes,
        job,
        number);
  }

  Optional<ChunkRow> find(long job, long number) throws SQLException {
    return sql.first(
        "SELECT " + ChunkRow.COLUMNS + " FROM chunk WHERE job = ? AND number = ?",
        ChunkRow::read,
        job,
        number);
  }

  /** Moves a chunk whose lease ends; {@code attempts} and {@code crashes} are the new numbers. */
  void move(Held held, ChunkStatus status, long since, Tries tries, @Nullable Problem problem)
      throws SQLException {
    sql.update(
        MOVE,
        status.code,
        since,
        tries.attempts(),
        tries.crashes(),
        problem == null ? null : problem.code(),
        problem == null ? null : problem.detail(),
        held.job(),
        held.chunk().number());
  }

  /** Stores what is left and where to go on; from here failures and crashes count anew. */
  void checkpoint(Held held, Left left, byte[] cursor) throws SQLException {
    Tally load = left.load();
    sql.update(
        "UPDATE chunk SET ok = ?, repaired = ?, duplicates = ?, cursor = ?, checkpoints = ?,"
            + " attempts = 0, crashes = 0 WHERE job = ? AND number = ?",
        load.ok(),
        load.repaired(),
        load.duplicates(),
        cursor,
        left.checkpoints(),
        held.job(),
        held.chunk().number());
  }

  /** Takes a finished chunk out; where a late commit may still come, its fence stays. */
  void done(Held held, long now) throws SQLException {
    if (held.again()) {
      sql.update(
          "UPDATE chunk SET status = 7, since = ?, ok = 0, repaired = 0,"
              + " duplicates = 0, blob = NULL, bytes = NULL, cursor = NULL"
              + " WHERE job = ? AND number = ?",
          now,
          held.job(),
          held.chunk().number());
    } else {
      sql.update(
          "DELETE FROM chunk WHERE job = ? AND number = ?", held.job(), held.chunk().number());
    }
  }

  /** Delayed chunks whose wait is over become ready; those, as they are now. */
  List<ChunkRow> due(long now) throws SQLException {
    return sql.list(
        "UPDATE chunk SET status = 2, since = ? WHERE status = 4 AND since <= ? RETURNING "
            + ChunkRow.COLUMNS,
        ChunkRow::read,
        now,
        now);
  }

  /** What was running when the process ended. */
  List<ChunkRow> running() throws SQLException {
    return sql.list(
        "SELECT " + ChunkRow.COLUMNS + " FROM chunk WHERE status = 3 ORDER BY job, number",
        ChunkRow::read);
  }

  /** Sums over chunks of a job that have one status at one place, and one price. */
  record Heap(ChunkStatus status, Spot spot, long since, Price price, long chunks, long items) {}

  /** All chunks of a job, in heaps; {@code since} only tells ready ones apart. */
  List<Heap> heaps(long job) throws SQLException {
    return sql.list(
        "SELECT status, stage, grp, round, CASE status WHEN 2 THEN since ELSE 0 END, gate, weight,"
            + " cost, count(*), sum(ok + repaired) FROM chunk WHERE job = ?"
            + " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8",
        row ->
            new Heap(
                ChunkStatus.of(row.getInt(1)),
                new Spot(row.getInt(2), row.getString(3), row.getInt(4)),
                row.getLong(5),
                Price.of(Columns.toll(row, 6), row.getLong(8)),
                row.getLong(9),
                row.getLong(10)),
        job);
  }

  void cancelOpen(long job, long now) throws SQLException {
    sql.update(
        "UPDATE chunk SET status = 6, since = ? WHERE job = ? AND status IN (2, 3, 4)", now, job);
  }

  /** The same of those that run or wait. */
  void cancelBusy(long job, long now) throws SQLException {
    sql.update(
        "UPDATE chunk SET status = 6, since = ? WHERE job = ? AND status IN (3, 4)", now, job);
  }

  /** The same of some that are ready, in the order of their numbers; which they were. */
  List<Long> cancelReady(long job, long after, long now) throws SQLException {
    return sql.list(
        "UPDATE chunk SET status = 6, since = ? WHERE job = ? AND number IN (SELECT number FROM"
            + " chunk WHERE job = ? AND number > ? AND +status = 2 ORDER BY number LIMIT ?)"
            + " RETURNING number",
        row -> row.getLong(1),
        now,
        job,
        job,
        after,
        Remnants.SOME);
  }

  /** The same of all that are ready though their jobs have ended. */
  void cancelReadyOfEnded() throws SQLException {
    sql.update(
        "UPDATE chunk SET status = 6 WHERE status = 2 AND job NOT IN"
            + " (SELECT key FROM job INDEXED BY job_open WHERE ended IS NULL)");
  }

  /** By number, without what they were given: there may be many, and much of it. */
  List<ChunkRow> ofStatus(long job, ChunkStatus status, long from, long to) throws SQLException {
    return sql.list(
        "SELECT "
            + ChunkRow.BARE
            + " FROM chunk WHERE job = ? AND status = ? AND number BETWEEN ? AND ?"
            + " ORDER BY number",
        ChunkRow::read,
        job,
        status.code,
        from,
        to);
  }

  /** Gives a chunk all its attempts again, in a new round. */
  void revive(ChunkRow row, int round, long now) throws SQLException {
    sql.update(
        "UPDATE chunk SET status = 2, round = ?, attempts = 0, crashes = 0, since = ?"
            + " WHERE job = ? AND number = ?",
        round,
        now,
        row.key().job(),
        row.key().number());
  }

  /** Gives a chunk that is not ready another payload, which no cursor points into. */
  void edit(ChunkRow row, Payload in) throws SQLException {
    BlobRef blob = Columns.blobOf(in);
    sql.update(
        "UPDATE chunk SET blob = ?, blob_length = ?, blob_digest = ?, bytes = ?, cost = ?,"
            + " cursor = NULL"
            + " WHERE job = ? AND number = ?",
        blob == null ? null : blob.key(),
        blob == null ? null : blob.length(),
        blob == null ? null : blob.digest(),
        Columns.bytesOf(in),
        Turns.cost(in),
        row.key().job(),
        row.key().number());
  }
}
