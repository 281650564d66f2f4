package dev.penstock.engine.sqlite;

import dev.penstock.blob.Folders;
import dev.penstock.engine.EngineUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;

/** The folder of an engine while it is open: its lock, the writing connection and the readers. */
record Store(FolderLock lock, Statements writer, Readers readers, Checkpoints checkpoints) {
  private static final int PAGE_BYTES = 4_096;
  private static final int CACHE_KIB = 64 * 1024;
  private static final int READER_CACHE_KIB = 4 * 1024;

  static Store open(Path folder) {
    try {
      Folders.make(folder);
      FolderLock lock = FolderLock.take(folder);
      try {
        String url = "jdbc:sqlite:" + folder.resolve("engine.db");
        Statements writer = writer(url);
        Schema.migrate(writer);
        var readers = new Readers(() -> reader(url));
        return new Store(lock, writer, readers, new Checkpoints(writer, copier(url)));
      } catch (SQLException | IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (SQLException | IOException e) {
      throw new EngineUnavailableException("the engine in " + folder + " cannot be opened", e);
    }
  }

  private static Statements writer(String url) throws SQLException {
    var config = new SQLiteConfig();
    config.setPageSize(PAGE_BYTES);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setCacheSize(-CACHE_KIB);
    config.setTempStore(TempStore.MEMORY);
    config.setBusyTimeout(10_000);
    // Otherwise the driver asks for the last row's id after every insert, with a new statement.
    config.setGetGeneratedKeys(false);
    var writer = new Statements(config.createConnection(url));
    writer.number("PRAGMA wal_autocheckpoint = " + Checkpoints.LAST_RESORT_PAGES);
    return writer;
  }

  private static Statements copier(String url) throws SQLException {
    var config = new SQLiteConfig();
    config.setSynchronous(SynchronousMode.FULL);
    return new Statements(config.createConnection(url));
  }

  private static Statements reader(String url) throws SQLException {
    var config = new SQLiteConfig();
    config.setCacheSize(-READER_CACHE_KIB);
    config.setTempStore(TempStore.MEMORY);
    config.setBusyTimeout(10_000);
    var reader = new Statements(config.createConnection(url));
    reader.execute("PRAGMA query_only = 1");
    return reader;
  }

  void close() throws SQLException, IOException {
    try (lock) {
      readers.close();
      checkpoints.close();
      writer.close();
    }
  }

  /** Closes what a failed start had opened. */
  void closeAfter(Exception failure) {
    try {
      close();
    } catch (SQLException | IOException e) {
      failure.addSuppressed(e);
    }
  }
}
