package dev.penstock.engine.sqlite;

import dev.penstock.engine.EngineUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/** Brings a database file to the newest schema, one numbered script after the other. */
final class Schema {
  private static final List<String> SCRIPTS = List.of("schema-1.sql");

  private Schema() {}

  /**
   * Applies the scripts that the file has not seen, each in a transaction of its own.
   *
   * @throws EngineUnavailableException when a newer Penstock wrote the file
   */
  static void migrate(Statements statements) throws SQLException, IOException {
    int version = (int) statements.number("PRAGMA user_version");
    if (version > SCRIPTS.size()) {
      throw new EngineUnavailableException(
          "the engine's file has schema %d, this version knows up to %d: start the newer Penstock"
              .formatted(version, SCRIPTS.size()),
          new IllegalStateException("schema " + version));
    }
    for (int next = version; next < SCRIPTS.size(); next++) {
      statements.execute("BEGIN IMMEDIATE");
      for (String statement : read(SCRIPTS.get(next)).split(";\n", -1)) {
        if (!statement.isBlank()) {
          statements.execute(statement);
        }
      }
      statements.execute("PRAGMA user_version = " + (next + 1));
      statements.execute("COMMIT");
    }
  }

  private static String read(String script) throws IOException {
    try (InputStream in = Schema.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new IOException("missing from the jar: " + script);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
