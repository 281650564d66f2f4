package dev.penstock.engine.sqlite;

import dev.penstock.blob.Folders;
import dev.penstock.engine.EngineUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * An engine as it was at one moment, to be written elsewhere while it goes on. One thread at a
 * time. Until it is closed the engine's log cannot be shortened.
 */
public final class EnginePicture implements AutoCloseable {
  private final Statements sql;

  private EnginePicture(Statements sql) {
    this.sql = sql;
  }

  /** The moment is that of this call. */
  static EnginePicture on(Statements sql) throws SQLException {
    try {
      sql.execute("BEGIN");
      // Only a read fixes the moment.
      sql.number("SELECT count(*) FROM job LIMIT 1");
      return new EnginePicture(sql);
    } catch (SQLException e) {
      sql.close();
      throw e;
    }
  }

  /**
   * Makes an engine's folder of it, on the disk on return.
   *
   * @throws EngineUnavailableException when it cannot be read or written
   */
  public void writeTo(Path folder) throws IOException {
    Path file = Folders.make(folder).resolve("engine.db");
    try {
      sql.execute("backup to '%s'".formatted(file.toString().replace("'", "''")));
    } catch (SQLException e) {
      throw new EngineUnavailableException("the engine cannot be copied to " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      sql.close();
    } catch (SQLException e) {
      throw new EngineUnavailableException("the engine's picture cannot be closed", e);
    }
  }
}
