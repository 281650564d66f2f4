package dev.penstock.store.embedded;

import dev.penstock.blob.StoreFullException;
import java.io.IOException;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** Says in our words what SQLite reports: no room, trouble that may pass, or a bug of ours. */
public final class SqliteTrouble {
  private SqliteTrouble() {}

  /** Runs work on SQLite files. */
  public static <T> T translated(Sqlite.Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (SQLiteException trouble) {
      throw switch (trouble.getResultCode()) {
        case SQLITE_FULL -> full(trouble);
        case SQLITE_CONSTRAINT,
            SQLITE_CONSTRAINT_PRIMARYKEY,
            SQLITE_CONSTRAINT_ROWID,
            SQLITE_CONSTRAINT_UNIQUE,
            SQLITE_CONSTRAINT_NOTNULL,
            SQLITE_MISUSE ->
            throw new IllegalStateException(trouble.getMessage(), trouble);
        default -> new IOException(trouble.getMessage(), trouble);
      };
    } catch (SQLException trouble) {
      throw new IOException(trouble.getMessage(), trouble);
    }
  }

  private static IOException full(SQLiteException trouble) {
    var full = new StoreFullException("no room in a SQLite file: " + trouble.getMessage());
    full.initCause(trouble);
    return full;
  }
}
