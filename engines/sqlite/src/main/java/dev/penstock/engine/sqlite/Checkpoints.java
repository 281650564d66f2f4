package dev.penstock.engine.sqlite;

import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the write-ahead log into the database file without holding up commits.
 *
 * <p>SQLite would do it inside the commit that makes the log large, and everybody would wait for
 * thousands of pages and two syncs. Here a thread with a connection of its own copies what there is
 * (SQLite calls it PASSIVE: writers and readers go on). Under load it never quite catches up, and
 * only a log that is copied to its end is started over; so when the log is large, the writer copies
 * the short rest itself, between two batches. If all else fails SQLite's own limit holds.
 */
final class Checkpoints implements AutoCloseable {
  /** Pages at which SQLite's own checkpoint steps in: 256 MiB. */
  static final int LAST_RESORT_PAGES = 65_536;

  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
  private static final String PASSIVE = "PRAGMA wal_checkpoint(PASSIVE)";

  /** Verbs between two rounds of copying: a few megabytes of log. */
  private static final int VERBS = 2_000;

  /** Pages from which on the log is to be started over: 16 MiB. */
  private static final int LARGE_PAGES = 4_096;

  private final Statements writer;
  private final Statements own;
  private final Thread thread;
  private int verbs;
  private volatile boolean wanted;
  private volatile boolean restAwaited;
  private volatile boolean closed;

  Checkpoints(Statements writer, Statements own) {
    this.writer = writer;
    this.own = own;
    this.thread =
        Thread.ofPlatform().daemon().name("penstock-engine-checkpoint").unstarted(this::copy);
    thread.start();
  }

  /** After each batch, on the writer's thread and outside of its transactions. */
  void committed(int verbsInBatch) {
    verbs += verbsInBatch;
    if (restAwaited) {
      restAwaited = false;
      checkpoint(writer);
    }
    if (verbs >= VERBS) {
      verbs = 0;
      wanted = true;
      LockSupport.unpark(thread);
    }
  }

  private void copy() {
    while (!closed) {
      if (!wanted) {
        LockSupport.park(this);
        continue;
      }
      wanted = false;
      if (checkpoint(own) > LARGE_PAGES) {
        restAwaited = true;
      }
    }
  }

  /** How many pages are in the log. */
  private static long checkpoint(Statements sql) {
    try {
      return sql.first(PASSIVE, row -> row.getLong(2)).orElse(0L);
    } catch (SQLException e) {
      // The log stays as it is, and is good: the next commit tells whether the disk still works.
      log.warn("the engine's log could not be copied into its file: {}", e.getMessage());
      return 0;
    }
  }

  /** Waits for the copying in hand. */
  @Override
  public void close() throws SQLException {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    own.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
