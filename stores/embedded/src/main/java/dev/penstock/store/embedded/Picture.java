package dev.penstock.store.embedded;

import dev.penstock.blob.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteException;

/**
 * A SQLite file as it was at one moment, to be written elsewhere while others go on writing to it.
 * One thread at a time.
 */
public final class Picture implements AutoCloseable {
  private final Path file;
  private final Sqlite sqlite;

  private Picture(Path file, Sqlite sqlite) {
    this.file = file;
    this.sqlite = sqlite;
  }

  /** The moment is that of this call. */
  public static Picture of(Path file) throws IOException {
    return SqliteTrouble.translated(
        () -> {
          Sqlite sqlite = Sqlite.open(file, "busy_timeout = 10000");
          try {
            sqlite.script("BEGIN");
            // Only a read fixes the moment.
            sqlite.first("SELECT count(*) FROM sqlite_schema", row -> row.getInt(1));
            return new Picture(file, sqlite);
          } catch (SQLException broken) {
            sqlite.close();
            throw broken;
          }
        });
  }

  /** What is asked of the same moment. */
  <T> T read(Catalog.Use<T> use) throws IOException {
    return SqliteTrouble.translated(() -> use.run(sqlite));
  }

  /** Writes it into a folder, under its own name; on the disk on return. */
  public void writeTo(Path folder) throws IOException {
    Path target = Folders.make(folder).resolve(file.getFileName());
    SqliteTrouble.translated(
        () -> {
          sqlite.script("backup to '%s'".formatted(target.toString().replace("'", "''")));
          return target;
        });
  }

  /** What SQLite finds wrong with a file; empty when it is whole. */
  public static Optional<String> damage(Path file) throws IOException {
    return SqliteTrouble.translated(
        () -> {
          try (Sqlite sqlite = Sqlite.open(file, "busy_timeout = 10000")) {
            return sqlite
                .first("PRAGMA quick_check(1)", row -> row.getString(1))
                .filter(said -> !said.equals("ok"));
          } catch (SQLiteException broken) {
            return switch (broken.getResultCode()) {
              case SQLITE_NOTADB, SQLITE_CORRUPT ->
                  Optional.of(String.valueOf(broken.getMessage()));
              default -> throw broken;
            };
          }
        });
  }

  @Override
  public void close() throws IOException {
    SqliteTrouble.translated(
        () -> {
          sqlite.close();
          return file;
        });
  }
}
