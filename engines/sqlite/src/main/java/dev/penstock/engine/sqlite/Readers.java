package dev.penstock.engine.sqlite;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * A few read-only connections, opened when they are needed. Each answer is read in one transaction,
 * so it is a picture of one moment; readers and the writer never wait for each other.
 */
final class Readers implements AutoCloseable {
  private static final int MOST = 4;

  /** Opens one more connection. */
  @FunctionalInterface
  interface Opener {
    Statements open() throws SQLException;
  }

  /** One answer, read from one picture. */
  @FunctionalInterface
  interface Read<T> {
    T from(Statements sql) throws SQLException;
  }

  private final Opener opener;
  private final Semaphore permits = new Semaphore(MOST);
  private final ConcurrentLinkedQueue<Statements> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  Readers(Opener opener) {
    this.opener = opener;
  }

  <T> T read(Read<T> read) {
    permits.acquireUninterruptibly();
    try {
      if (closed) {
        throw new SQLException("the engine is closed");
      }
      Statements pooled = idle.poll();
      Statements sql = pooled == null ? opener.open() : pooled;
      boolean usable = false;
      try {
        T answer = inOnePicture(sql, read);
        usable = true;
        return answer;
      } finally {
        giveBack(sql, usable);
      }
    } catch (SQLException e) {
      throw Trouble.of("the engine's file cannot be read", e);
    } finally {
      permits.release();
    }
  }

  /** On a connection of its own, which is none of the few: it may take its time. */
  EnginePicture picture() {
    try {
      return EnginePicture.on(opener.open());
    } catch (SQLException e) {
      throw Trouble.of("the engine's file cannot be read", e);
    }
  }

  private static <T> T inOnePicture(Statements sql, Read<T> read) throws SQLException {
    sql.update("BEGIN");
    T answer = read.from(sql);
    sql.update("COMMIT");
    return answer;
  }

  /** A connection with a transaction of unknown state is not used again. */
  private void giveBack(Statements sql, boolean usable) throws SQLException {
    if (usable) {
      idle.add(sql);
    } else {
      sql.close();
    }
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    permits.acquireUninterruptibly(MOST);
    try {
      for (Statements sql = idle.poll(); sql != null; sql = idle.poll()) {
        sql.close();
      }
    } finally {
      permits.release(MOST);
    }
  }
}
