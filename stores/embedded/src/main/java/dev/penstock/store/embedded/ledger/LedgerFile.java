package dev.penstock.store.embedded.ledger;

import dev.penstock.store.embedded.Sqlite;
import dev.penstock.store.embedded.SqliteTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The file {@code ledger.db}: one connection that writes, one caller at a time; readers have
 * connections of their own and see whole transactions. Thread-safe.
 */
final class LedgerFile implements AutoCloseable {
  private static final int VERSION = 2;

  /** Readers beyond this many open a connection for one read. */
  private static final int IDLE = 8;

  private final Path path;
  private final Sqlite writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentLinkedDeque<Sqlite> readers = new ConcurrentLinkedDeque<>();

  private LedgerFile(Path path, Sqlite writer) {
    this.path = path;
    this.writer = writer;
  }

  /** Opens or makes the file in a folder. One process at a time does. */
  static LedgerFile in(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path path = folder.resolve("ledger.db");
    return SqliteTrouble.translated(
        () -> {
          Sqlite sqlite =
              Sqlite.open(
                  path,
                  "page_size = 8192",
                  "journal_mode = WAL",
                  "synchronous = FULL",
                  "busy_timeout = 10000",
                  "cache_size = -16000",
                  // A checkpoint for each commit would write every block twice at once.
                  "wal_autocheckpoint = 8000",
                  "journal_size_limit = 67108864");
          try {
            migrate(sqlite);
            return new LedgerFile(path, sqlite);
          } catch (SQLException | IOException | RuntimeException broken) {
            sqlite.close();
            throw broken;
          }
        });
  }

  private static void migrate(Sqlite sqlite) throws SQLException, IOException {
    int version = sqlite.first("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
    if (version > VERSION) {
      throw new IOException(
          "the ledger has schema %d, this version knows up to %d: start the newer Penstock"
              .formatted(version, VERSION));
    }
    for (int next = version + 1; next <= VERSION; next++) {
      String script =
          Sqlite.resource("ledger/ledger-%d.sql".formatted(next))
              + "\nPRAGMA user_version = %d;".formatted(next);
      sqlite.atomically(
          () -> {
            sqlite.script(script);
            return VERSION;
          });
    }
  }

  /** Runs work in a transaction of its own, durable on return. */
  <T> T write(Use<T> use) throws IOException {
    lock.lock();
    try {
      return SqliteTrouble.translated(() -> writer.atomically(() -> use.run(writer)));
    } finally {
      lock.unlock();
    }
  }

  /** Runs work that only reads, beside others that do. */
  <T> T read(Use<T> use) throws IOException {
    return SqliteTrouble.translated(
        () -> {
          Sqlite pooled = readers.poll();
          Sqlite reader = pooled == null ? reader() : pooled;
          try {
            return use.run(reader);
          } finally {
            giveBack(reader);
          }
        });
  }

  private Sqlite reader() throws SQLException {
    return Sqlite.open(path, "query_only = ON", "busy_timeout = 10000", "cache_size = -2000");
  }

  private void giveBack(Sqlite reader) throws SQLException {
    if (readers.size() < IDLE) {
      readers.push(reader);
    } else {
      reader.close();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      SqliteTrouble.translated(
          () -> {
            for (Sqlite reader = readers.poll(); reader != null; reader = readers.poll()) {
              reader.close();
            }
            writer.close();
            return Boolean.TRUE;
          });
    } finally {
      lock.unlock();
    }
  }

  /** What is done with a connection. */
  @FunctionalInterface
  interface Use<T> {
    T run(Sqlite sqlite) throws SQLException, IOException;
  }
}
