package dev.penstock.formats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The columns that the properties of a dataset become, in the order of their first values. */
final class Columns {
  /** Data with more property names, or with names that no column can have, keep one JSON column. */
  static final int MOST = 1_000;

  static final String ID = "feature_id";
  private static final String PROPERTIES = "properties";
  private static final int LONGEST_NAME = 200;

  private final Map<String, Integer> kinds = new LinkedHashMap<>();
  private boolean whole;

  /** Notes a value, or a null of no kind. */
  void note(String property, int kind) {
    if (whole) {
      return;
    }
    Integer before = kinds.get(property);
    if (before == null) {
      if (kinds.size() == MOST || property.length() > LONGEST_NAME || !Kinds.isPlain(property)) {
        whole = true;
        kinds.clear();
        return;
      }
      kinds.put(property, kind);
    } else if ((before | kind) != before) {
      kinds.put(property, before | kind);
    }
  }

  /** Whether all properties stand in one column, as the JSON that they came in. */
  boolean whole() {
    return whole;
  }

  /**
   * The columns.
   *
   * @param taken names that the format itself uses
   */
  List<Column> named(String... taken) {
    Set<String> used = new HashSet<>(List.of(taken));
    used.add(ID);
    if (whole) {
      return List.of(new Column(PROPERTIES, PROPERTIES, Column.Type.JSON));
    }
    var columns = new ArrayList<Column>(kinds.size());
    kinds.forEach(
        (property, kind) -> {
          String wish = property.isBlank() ? "unnamed" : property;
          String name = wish;
          for (int i = 2; !used.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = wish + "_" + i;
          }
          columns.add(new Column(property, name, Kinds.type(kind)));
        });
    return List.copyOf(columns);
  }

  /** The number of each property's column. */
  static Map<String, Integer> index(List<Column> columns) {
    var index = new HashMap<String, Integer>();
    for (Column column : columns) {
      index.put(column.property(), index.size());
    }
    return index;
  }
}
