package dev.penstock.store.embedded.registry;

import dev.penstock.store.embedded.Sqlite;
import dev.penstock.store.embedded.SqliteTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The file {@code registry.db}: one connection, one caller at a time. Thread-safe. */
final class RegistryFile implements AutoCloseable {
  private static final List<String> SCHEMA =
      List.of(
          "registry/registry-1.sql",
          "registry/registry-2.sql",
          "registry/registry-3.sql",
          "registry/registry-4.sql",
          "registry/registry-5.sql");

  private final Sqlite sqlite;
  private final ReentrantLock lock = new ReentrantLock();

  private RegistryFile(Sqlite sqlite) {
    this.sqlite = sqlite;
  }

  /** Opens or makes the file in a folder. One process at a time does. */
  static RegistryFile in(Path folder) throws IOException {
    Files.createDirectories(folder);
    return SqliteTrouble.translated(
        () -> {
          Sqlite sqlite =
              Sqlite.open(
                  folder.resolve("registry.db"),
                  "journal_mode = WAL",
                  "synchronous = FULL",
                  "foreign_keys = ON",
                  "busy_timeout = 10000",
                  "cache_size = -1000");
          try {
            migrate(sqlite);
            return new RegistryFile(sqlite);
          } catch (SQLException | IOException | RuntimeException broken) {
            sqlite.close();
            throw broken;
          }
        });
  }

  private static void migrate(Sqlite sqlite) throws SQLException, IOException {
    int version = sqlite.first("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
    if (version > SCHEMA.size()) {
      throw new IOException(
          "the registry has schema %d, this version knows up to %d: start the newer Penstock"
              .formatted(version, SCHEMA.size()));
    }
    for (int next = version; next < SCHEMA.size(); next++) {
      String script = Sqlite.resource(SCHEMA.get(next));
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
  <T> T write(Use<T> use) throws IOException {
    return locked(() -> sqlite.atomically(() -> use.run(sqlite)));
  }

  /** Runs work that only reads. */
  <T> T read(Use<T> use) throws IOException {
    return locked(() -> use.run(sqlite));
  }

  private <T> T locked(Sqlite.Work<T> work) throws IOException {
    lock.lock();
    try {
      return SqliteTrouble.translated(work);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    locked(
        () -> {
          sqlite.close();
          return Boolean.TRUE;
        });
  }

  /** What is done with the connection. */
  @FunctionalInterface
  interface Use<T> {
    T run(Sqlite sqlite) throws SQLException, IOException;
  }
}
