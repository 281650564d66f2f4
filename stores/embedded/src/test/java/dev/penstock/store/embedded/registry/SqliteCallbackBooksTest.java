package dev.penstock.store.embedded.registry;

import dev.penstock.callback.CallbackBooks;
import dev.penstock.testkit.CallbackBooksContract;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteCallbackBooksTest extends CallbackBooksContract {
  @TempDir private Path folder;
  private @Nullable SqliteRegistry registry;

  @Override
  protected CallbackBooks open() throws IOException {
    registry = SqliteRegistry.open(folder);
    return registry.callbacks();
  }

  @AfterEach
  void close() throws IOException {
    if (registry != null) {
      registry.close();
    }
  }
}
