package dev.penstock.geometry;

import dev.penstock.geojson.JsonKind;
import dev.penstock.geojson.PropertyVisitor;
import dev.penstock.geometry.store.PropertyColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notes which properties the features of a chunk have, and of which kinds their values are. Holds
 * at most {@link #MOST} names: a payload that uses ids as names must not fill the memory. Not
 * thread-safe.
 */
final class ColumnTally implements PropertyVisitor {
  static final int MOST = 2_000;

  private static final int WHOLE = 1;
  private static final int DECIMAL = 2;
  private static final int FLAG = 4;
  private static final int TEXT = 8;
  private static final int NESTED = 16;

  private final Map<String, int[]> kinds = new LinkedHashMap<>();

  @Override
  public void property(String name, JsonKind kind, int from, int to) {
    int[] seen = kinds.get(name);
    if (seen == null) {
      if (kinds.size() == MOST) {
        return;
      }
      seen = new int[1];
      kinds.put(name, seen);
    }
    seen[0] |=
        switch (kind) {
          case INTEGER -> WHOLE;
          case DECIMAL -> DECIMAL;
          case BOOLEAN -> FLAG;
          case STRING -> TEXT;
          case OBJECT, ARRAY -> NESTED;
          case NULL -> 0;
        };
  }

  List<PropertyColumn> columns() {
    var columns = new ArrayList<PropertyColumn>(kinds.size());
    kinds.forEach((name, seen) -> columns.add(column(name, seen[0])));
    return columns;
  }

  static PropertyColumn column(String name, int bits) {
    return new PropertyColumn(
        name,
        (bits & WHOLE) != 0,
        (bits & DECIMAL) != 0,
        (bits & FLAG) != 0,
        (bits & TEXT) != 0,
        (bits & NESTED) != 0);
  }

  static int bits(PropertyColumn column) {
    return (column.wholes() ? WHOLE : 0)
        | (column.decimals() ? DECIMAL : 0)
        | (column.flags() ? FLAG : 0)
        | (column.texts() ? TEXT : 0)
        | (column.nested() ? NESTED : 0);
  }
}
