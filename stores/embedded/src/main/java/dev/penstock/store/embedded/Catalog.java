package dev.penstock.store.embedded;

import dev.penstock.job.JobId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The file that says what is published: one connection that writes, some that read. Thread-safe.
 */
final class Catalog implements AutoCloseable {
  /** The generation in which a part leaves that has not left. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int IDLE = 4;

  private static final String LEFT_OVER =
      """
      FROM part JOIN collection ON collection.id = part.collection
        WHERE on_disk = 1 AND until <= generation - 1
      """;

  private final Path file;
  private final Sqlite writer;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentLinkedDeque<Sqlite> readers = new ConcurrentLinkedDeque<>();

  Catalog(Path file) throws SQLException {
    this.file = file;
    this.writer =
        Sqlite.open(
            file,
            "journal_mode = WAL",
            "synchronous = FULL",
            "busy_timeout = 10000",
            "cache_size = -2000");
    writer.script(Sqlite.resource("catalog.sql"));
  }

  /** Runs work in a transaction of its own, one at a time, durable on return. */
  <T> T write(Use<T> use) throws SQLException, IOException {
    writing.lock();
    try {
      return writer.atomically(() -> use.run(writer));
    } finally {
      writing.unlock();
    }
  }

  /** Runs work that sees one state of the catalog from its first read to its last. */
  <T> T read(Use<T> use) throws SQLException, IOException {
    Sqlite reader = readers.pollFirst();
    if (reader == null) {
      reader = Sqlite.open(file, "busy_timeout = 10000", "query_only = ON");
    }
    boolean done = false;
    try {
      reader.script("BEGIN");
      T answer = use.run(reader);
      reader.script("COMMIT");
      done = true;
      return answer;
    } finally {
      if (done && readers.size() < IDLE) {
        readers.addFirst(reader);
      } else {
        reader.close();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    for (Sqlite reader = readers.poll(); reader != null; reader = readers.poll()) {
      reader.close();
    }
    writing.lock();
    try {
      writer.close();
    } finally {
      writing.unlock();
    }
  }

  /** Published parts whose files are there. */
  static List<PartName> onDisk(Sqlite catalog) throws SQLException {
    return catalog.all("SELECT job, round FROM part WHERE on_disk = 1", Catalog::name);
  }

  static boolean isPublished(Sqlite catalog, PartName part) throws SQLException {
    return catalog
        .first(
            "SELECT 1 FROM part WHERE job = ? AND round = ?",
            row -> Boolean.TRUE,
            part.job().value(),
            part.round())
        .isPresent();
  }

  /** Parts on disk that no generation has which readers may be on. */
  static List<PartName> leftOver(Sqlite catalog) throws SQLException {
    return catalog.all("SELECT job, round " + LEFT_OVER, Catalog::name);
  }

  static List<PartName> leftOver(Sqlite catalog, JobId job) throws SQLException {
    return catalog.all(
        "SELECT job, round " + LEFT_OVER + " AND job = ?", Catalog::name, job.value());
  }

  /** The files are gone; that the job has published stays known. */
  static int dropped(Sqlite catalog, List<PartName> parts) throws SQLException {
    for (PartName part : parts) {
      catalog.change(
          "UPDATE part SET on_disk = 0 WHERE job = ? AND round = ?",
          part.job().value(),
          part.round());
    }
    return parts.size();
  }

  static PartName name(ResultSet row) throws SQLException {
    return new PartName(new JobId(row.getString(1)), row.getInt(2));
  }

  /** What is done with a connection. */
  @FunctionalInterface
  interface Use<T> {
    T run(Sqlite catalog) throws SQLException, IOException;
  }
}
