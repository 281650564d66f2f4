package dev.penstock.engine.sqlite;

import dev.penstock.engine.EngineFullException;
import dev.penstock.engine.EngineUnavailableException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells a full disk from other trouble with the engine's file. */
final class Trouble {
  private Trouble() {}

  static EngineUnavailableException of(String what, SQLException failure) {
    String text = what + ": " + failure.getMessage();
    return isFull(failure)
        ? new EngineFullException(text, failure)
        : new EngineUnavailableException(text, failure);
  }

  /**
   * SQLite says FULL when a write finds no space (ENOSPC); where the log's index in shared memory
   * cannot grow it says that with an I/O error of its own.
   */
  private static boolean isFull(SQLException failure) {
    if (!(failure instanceof SQLiteException sqlite)) {
      return false;
    }
    SQLiteErrorCode code = sqlite.getResultCode();
    return code == SQLiteErrorCode.SQLITE_FULL
        || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE
        || (failure.getMessage() != null && failure.getMessage().contains("disk is full"));
  }
}
