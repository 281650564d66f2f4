package dev.penstock.server.cli;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads a GeoPackage with nothing but SQL, so that our own writer is not its own witness. */
final class GeoPackage {
  private GeoPackage() {}

  /** Every feature as text, all columns but the row number; geometries in hex; sorted. */
  static List<String> features(Path file) {
    var features = new ArrayList<String>();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM features")) {
      while (rows.next()) {
        features.add(text(rows));
      }
    } catch (SQLException e) {
      throw new AssertionError(file + ": " + e.getMessage(), e);
    }
    features.sort(null);
    return features;
  }

  private static String text(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    var text = new StringBuilder();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      if (!columns.getColumnName(i).equals("fid")) {
        Object value = row.getObject(i);
        String shown =
            value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
        text.append(columns.getColumnName(i)).append('=').append(shown).append(' ');
      }
    }
    return text.toString();
  }
}
