package dev.penstock.store.embedded.ledger;

import dev.penstock.job.JobId;
import dev.penstock.store.embedded.Sqlite;
import dev.penstock.transactions.store.LedgerStore.Writer;
import java.sql.SQLException;

/** Which attempt of a chunk is the latest, and what jobs leave behind. */
final class Writers {
  private Writers() {}

  /**
   * Notes a writer; false: a later attempt has written, or the round is published already, and
   * nothing may take the place of what readers see.
   */
  static boolean latest(Sqlite sqlite, Writer writer) throws SQLException {
    boolean published =
        sqlite
            .first(
                "SELECT 1 FROM block WHERE job = ? AND round = ? AND live = 1 LIMIT 1",
                row -> row.getInt(1),
                writer.job().value(),
                writer.round())
            .isPresent();
    return !published && note(sqlite, writer);
  }

  private static boolean note(Sqlite sqlite, Writer writer) throws SQLException {
    return sqlite.change(
            """
            INSERT INTO writer (job, round, chunk, fence) VALUES (?, ?, ?, ?)
            ON CONFLICT (job, round, chunk) DO UPDATE SET fence = excluded.fence
            WHERE excluded.fence >= fence
            """,
            writer.job().value(),
            writer.round(),
            writer.chunk(),
            writer.fence())
        == 1;
  }

  /** Removes what a job has put and no generation has. */
  static void forget(Sqlite sqlite, JobId job, int round) throws SQLException {
    sqlite.change(
        "DELETE FROM block WHERE job = ? AND round <= ? AND live = 0", job.value(), round);
    sqlite.change("DELETE FROM writer WHERE job = ? AND round <= ?", job.value(), round);
  }
}
