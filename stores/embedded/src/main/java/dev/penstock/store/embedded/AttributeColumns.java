package dev.penstock.store.embedded;

import dev.penstock.geometry.store.PropertyColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The properties that a part has seen, and the columns that they become when it is sealed. */
final class AttributeColumns {
  /** More stay in the JSON alone. */
  private static final int MOST = 500;

  private static final String OWN =
      "fid INTEGER PRIMARY KEY NOT NULL, feature_id TEXT, properties TEXT, geom ";

  private final Sqlite part;
  private final Map<String, Integer> seen = new HashMap<>();

  AttributeColumns(Sqlite part, boolean sealed) throws SQLException {
    this.part = part;
    if (!sealed) {
      for (AttributeColumn column : inOrder()) {
        seen.put(column.property(), column.kinds());
      }
    }
  }

  /** Notes what a batch has; runs inside its transaction. */
  void note(List<PropertyColumn> columns) throws SQLException {
    for (PropertyColumn column : columns) {
      int kinds = AttributeColumn.kindsOf(column);
      Integer before = seen.get(column.name());
      if (before != null ? (before | kinds) == before : seen.size() > MOST) {
        continue;
      }
      if (!AttributeColumn.canHold(column.name())) {
        continue;
      }
      part.change(
          """
          INSERT INTO penstock_column (name, kinds) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET kinds = kinds | excluded.kinds
          """,
          column.name(),
          kinds);
      seen.merge(column.name(), kinds, (a, b) -> a | b);
    }
  }

  private List<AttributeColumn> inOrder() throws SQLException {
    return part.all(
        "SELECT name, kinds FROM penstock_column ORDER BY place",
        row -> new AttributeColumn(row.getString(1), row.getInt(2), row.getString(1)));
  }

  /**
   * Makes the columns; runs inside the sealing transaction.
   *
   * @param geometryType that the geometry column declares
   * @return whether some properties got none
   */
  boolean make(String geometryType) throws SQLException {
    List<AttributeColumn> columns = named(inOrder());
    int most = Math.min(MOST, columns.size());
    var table = new StringBuilder("CREATE TABLE features (").append(OWN).append(geometryType);
    for (AttributeColumn column : columns.subList(0, most)) {
      table.append(", ").append(column.definition());
    }
    // One change of the schema instead of one ALTER TABLE a column, each of which reads all anew.
    part.script("PRAGMA writable_schema = ON");
    part.change(
        "UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = 'features'",
        table.append(')').toString());
    part.script("PRAGMA writable_schema = RESET");
    for (AttributeColumn column : columns.subList(0, most)) {
      if (column.stored()) {
        part.change("UPDATE features SET " + column.identifier() + " = " + column.value());
      }
    }
    return columns.size() > most;
  }

  private static List<AttributeColumn> named(List<AttributeColumn> columns) {
    Set<String> taken = new HashSet<>(List.of("fid", "feature_id", "properties", "geom"));
    var named = new ArrayList<AttributeColumn>(columns.size());
    for (AttributeColumn column : columns) {
      String wish = column.property().isBlank() ? "unnamed" : column.property();
      String name = wish;
      for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
        name = wish + "_" + i;
      }
      named.add(new AttributeColumn(column.property(), column.kinds(), name));
    }
    return named;
  }
}
