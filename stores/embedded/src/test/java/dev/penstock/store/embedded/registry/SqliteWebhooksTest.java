package dev.penstock.store.embedded.registry;

import dev.penstock.testkit.WebhookBookContract;
import dev.penstock.webhook.WebhookBook;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteWebhooksTest extends WebhookBookContract {
  @TempDir private Path folder;
  private @Nullable SqliteRegistry registry;

  @Override
  protected WebhookBook open() throws IOException {
    registry = SqliteRegistry.open(folder);
    return registry.webhooks();
  }

  @AfterEach
  void close() throws IOException {
    if (registry != null) {
      registry.close();
    }
  }
}
