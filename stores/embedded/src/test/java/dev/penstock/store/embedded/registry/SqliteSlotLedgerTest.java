package dev.penstock.store.embedded.registry;

import dev.penstock.testkit.SlotLedgerContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteSlotLedgerTest extends SlotLedgerContract {
  @TempDir private Path folder;

  @Override
  protected Parts open() throws IOException {
    SqliteScheduleBook book = SqliteScheduleBook.open(folder);
    return new Parts(book, book);
  }

  @Override
  protected boolean outlivesClose() {
    return true;
  }
}
