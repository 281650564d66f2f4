package dev.penstock.engine.sqlite;

import java.sql.SQLException;

/** One atomic change, run by the writer thread inside a transaction. */
@FunctionalInterface
interface Verb<T> {
  /**
   * Changes the tables. A step that does not add up is refused before the first change; after any
   * other exception all of the transaction is rolled back.
   */
  T run(Tables tables) throws SQLException;
}
