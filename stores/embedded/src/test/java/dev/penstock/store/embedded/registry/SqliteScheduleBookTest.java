package dev.penstock.store.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.store.embedded.Sqlite;
import dev.penstock.testkit.ScheduleBookContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by a file in a folder whose name needs care in a URI. */
class SqliteScheduleBookTest extends ScheduleBookContract {
  @TempDir private Path folder;

  private Path registry() {
    return folder.resolve("registry 100%?synchronous=OFF&é#");
  }

  @Override
  protected SqliteScheduleBook open() throws IOException {
    return SqliteScheduleBook.open(registry());
  }

  @Override
  protected boolean outlivesClose() {
    return true;
  }

  @Test
  void theFileIsWholeAndSaysWhatItIs() throws SQLException {
    try (Sqlite file = Sqlite.open(registry().resolve("registry.db"))) {
      assertThat(file.first("PRAGMA integrity_check", row -> row.getString(1))).contains("ok");
      assertThat(file.first("PRAGMA journal_mode", row -> row.getString(1))).contains("wal");
      assertThat(file.first("PRAGMA user_version", row -> row.getInt(1))).contains(5);
    }
  }

  @Test
  void aFileOfANewerVersionIsLeftAlone() throws IOException, SQLException {
    Path newer = folder.resolve("newer");
    Files.createDirectories(newer);
    try (Sqlite file = Sqlite.open(newer.resolve("registry.db"))) {
      file.script("PRAGMA user_version = 99");
    }
    assertThatThrownBy(() -> SqliteScheduleBook.open(newer))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("start the newer Penstock");
  }
}
