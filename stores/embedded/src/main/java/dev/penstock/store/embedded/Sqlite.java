package dev.penstock.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/** One connection to one SQLite file, with its prepared statements. One thread at a time. */
public final class Sqlite implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private Sqlite(Connection connection) {
    this.connection = connection;
  }

  /** Opens or creates a file for reading and writing. */
  public static Sqlite open(Path file, String... pragmas) throws SQLException {
    return connect("jdbc:sqlite:" + uri(file), pragmas);
  }

  /** Opens a file that nobody will ever write to again: no locks, no checks for a journal. */
  static Sqlite openImmutable(Path file, String... pragmas) throws SQLException {
    return connect("jdbc:sqlite:" + immutable(file), pragmas);
  }

  /** The same as a name for {@code ATTACH}. */
  static String immutable(Path file) {
    return uri(file) + "?mode=ro&immutable=1";
  }

  /** As a URI, because the driver takes what follows a question mark in a path for settings. */
  private static String uri(Path file) {
    return "file:" + file.toAbsolutePath().toUri().getRawPath();
  }

  private static Sqlite connect(String url, String... pragmas) throws SQLException {
    var sqlite = new Sqlite(JDBC.createConnection(url, new Properties()));
    try {
      for (String pragma : pragmas) {
        sqlite.script("PRAGMA " + pragma);
      }
      return sqlite;
    } catch (SQLException broken) {
      sqlite.close();
      throw broken;
    }
  }

  /** The text of one of our own SQL files. */
  public static String resource(String name) {
    try (InputStream in = Sqlite.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Runs statements that answer nothing. */
  public void script(String statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(statements);
    }
  }

  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepare(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** Runs one statement; how many rows it changed. */
  public int change(String sql, @Nullable Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  public <T> List<T> all(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
    var rows = new ArrayList<T>();
    try (ResultSet results = bound(sql, values).executeQuery()) {
      while (results.next()) {
        rows.add(row.of(results));
      }
    }
    return rows;
  }

  public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values)
      throws SQLException {
    try (ResultSet results = bound(sql, values).executeQuery()) {
      return results.next() ? Optional.of(row.of(results)) : Optional.empty();
    }
  }

  /** All of the work or nothing of it, durably. */
  public <T> T atomically(Work<T> work) throws SQLException, IOException {
    script("BEGIN IMMEDIATE");
    try {
      T answer = work.run();
      script("COMMIT");
      return answer;
    } catch (SQLException | IOException | RuntimeException | Error broken) {
      rollback(broken);
      throw broken;
    }
  }

  private void rollback(Throwable because) {
    try {
      script("ROLLBACK");
    } catch (SQLException already) {
      // A full disk, for one, has rolled back by itself.
      because.addSuppressed(already);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Reads the row that the results stand on. */
  @FunctionalInterface
  public interface Row<T> {
    T of(ResultSet results) throws SQLException;
  }

  /** What runs inside a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws SQLException, IOException;
  }
}
