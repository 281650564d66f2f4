package dev.penstock.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A SQLite file with one connection that writes, one caller at a time; readers have connections of
 * their own and see whole transactions. Every change is synced to the disk. Thread-safe.
 */
public final class SqliteFile implements AutoCloseable {
  /** Readers beyond this many open a connection for one read. */
  private static final int IDLE = 8;

  private final Path path;
  private final Sqlite writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentLinkedDeque<Sqlite> readers = new ConcurrentLinkedDeque<>();

  private SqliteFile(Path path, Sqlite writer) {
    this.path = path;
    this.writer = writer;
  }

  /**
   * Opens or makes a file. One process at a time does.
   *
   * @param schema names of SQL files on the class path; each takes the file from one version to the
   *     next
   */
  public static SqliteFile open(Path path, List<String> schema) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
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
                  // A checkpoint for each commit would write every page twice at once.
                  "wal_autocheckpoint = 8000",
                  "journal_size_limit = 67108864");
          try {
            migrate(sqlite, path, schema);
            return new SqliteFile(path, sqlite);
          } catch (SQLException | IOException | RuntimeException broken) {
            sqlite.close();
            throw broken;
          }
        });
  }

  private static void migrate(Sqlite sqlite, Path path, List<String> schema)
      throws SQLException, IOException {
    int version = sqlite.first("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
    if (version > schema.size()) {
      throw new IOException(
          "%s has schema %d, this version knows up to %d: start the newer Penstock"
              .formatted(path.getFileName(), version, schema.size()));
    }
    for (int next = version; next < schema.size(); next++) {
      String script = Sqlite.resource(schema.get(next));
      int reached = next + 1;
      sqlite.atomically(
          () -> {
            sqlite.script(script);
            sqlite.script("PRAGMA user_version = " + reached);
            return reached;
          });
    }
  }

  /** Runs work in a transaction of its own, durable on return. */
  public <T> T write(Use<T> use) throws IOException {
    lock.lock();
    try {
      return SqliteTrouble.translated(() -> writer.atomically(() -> use.run(writer)));
    } finally {
      lock.unlock();
    }
  }

  /** Runs work that only reads, beside others that do. */
  public <T> T read(Use<T> use) throws IOException {
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
  public interface Use<T> {
    T run(Sqlite sqlite) throws SQLException, IOException;
  }
}
