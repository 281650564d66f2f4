package dev.penstock.store.embedded.registry;

import dev.penstock.access.AuditBook;
import dev.penstock.access.KeyBook;
import dev.penstock.callback.CallbackBooks;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The registry in one SQLite file; every change is synced to the disk. A server has it open; what
 * the command line changes of keys beside it is seen at once, for SQLite's own locks keep both
 * apart. Thread-safe.
 */
public final class SqliteRegistry implements Closeable {
  private final RegistryFile file;

  private SqliteRegistry(RegistryFile file) {
    this.file = file;
  }

  /** Opens or makes {@code registry.db} in a folder. */
  public static SqliteRegistry open(Path folder) throws IOException {
    return new SqliteRegistry(RegistryFile.in(folder));
  }

  /** Its schedules and what of them is done; closing them leaves the registry open. */
  public SqliteScheduleBook schedules() {
    return new SqliteScheduleBook(file, () -> {});
  }

  public CallbackBooks callbacks() {
    return new CallbackBooks(
        new SqliteSubscriptions(file), new SqliteSecrets(file), new SqliteDeliveries(file));
  }

  public KeyBook keys() {
    return new SqliteKeys(file);
  }

  public AuditBook audit() {
    return new SqliteAudit(file);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
