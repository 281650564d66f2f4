package dev.penstock.store.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.ApiKey;
import dev.penstock.access.KeyText;
import dev.penstock.access.Scope;
import dev.penstock.testkit.AccessBooksContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAccessBooksTest extends AccessBooksContract {
  @TempDir private Path folder;
  private @Nullable SqliteRegistry registry;

  @Override
  protected Books open() throws IOException {
    registry = SqliteRegistry.open(folder);
    return new Books(registry.keys(), registry.audit());
  }

  @AfterEach
  void close() throws IOException {
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  void whatAnotherProcessChangesIsSeen() throws IOException {
    try (var one = SqliteRegistry.open(folder.resolve("shared"));
        var other = SqliteRegistry.open(folder.resolve("shared"))) {
      KeyText text = KeyText.fresh();
      var life =
          new ApiKey.Life(
              Instant.ofEpochMilli(1), Optional.empty(), Optional.empty(), Optional.empty());
      var key = new ApiKey(text.id(), "acme", "", Set.of(Scope.ADMIN), text.hash(), life);
      one.keys().add(key);
      assertThat(other.keys().get(text.id())).contains(key);
      other.keys().revoke(text.id(), Instant.ofEpochMilli(2));
      assertThat(one.keys().get(text.id()).orElseThrow().good(Instant.now())).isFalse();
    }
  }
}
