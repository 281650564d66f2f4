package dev.penstock.formats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one feature, laid out by the columns of a table. Used by one thread. */
final class Values {
  private final List<Column> columns;
  private final Map<String, Integer> index;
  private final boolean hasId;
  private final boolean whole;
  private final JsonMembers members = new JsonMembers();
  private final boolean[] present;
  private final long[] longs;
  private final double[] doubles;
  private final byte[][] texts;

  /**
   * Values of a dataset.
   *
   * @param taken column names that the format itself uses
   */
  Values(Survey survey, String... taken) {
    Column id = survey.idColumn();
    List<Column> properties = survey.columns().named(taken);
    this.index = Columns.index(properties);
    this.hasId = id != null;
    this.whole = survey.columns().whole();
    var all = new ArrayList<Column>();
    if (id != null) {
      all.add(id);
    }
    all.addAll(properties);
    this.columns = List.copyOf(all);
    int n = columns.size();
    this.present = new boolean[n];
    this.longs = new long[n];
    this.doubles = new double[n];
    this.texts = new byte[n][];
  }

  /** The features' ids first, if they have any; then their properties. */
  List<Column> columns() {
    return columns;
  }

  /** Takes the values of the next feature; of several members of one name the last counts. */
  void read(Feature feature) throws IOException {
    Arrays.fill(present, false);
    if (feature.id() != null) {
      id(feature.id());
    }
    if (whole) {
      int at = hasId ? 1 : 0;
      present[at] = feature.properties()[0] != 'n';
      texts[at] = feature.properties();
      return;
    }
    members.over(feature.properties());
    while (members.next()) {
      Integer found = index.get(members.name());
      if (found == null) {
        throw new IOException("a property that the survey did not see: " + members.name());
      }
      property(found + (hasId ? 1 : 0));
    }
  }

  private void id(String id) throws IOException {
    boolean quoted = id.charAt(0) == '"';
    Column.Type type = columns.getFirst().type();
    String plain = quoted && type == Column.Type.TEXT ? members.string(id) : id;
    put(0, type, plain);
  }

  private void property(int at) throws IOException {
    if (members.first() == 'n') {
      present[at] = false;
      return;
    }
    Column.Type type = columns.get(at).type();
    put(at, type, type == Column.Type.TEXT ? members.stringValue() : members.raw());
  }

  private void put(int at, Column.Type type, String value) {
    present[at] = true;
    switch (type) {
      case LONG -> longs[at] = Long.parseLong(value);
      case DOUBLE -> doubles[at] = Double.parseDouble(value);
      case FLAG -> longs[at] = value.charAt(0) == 't' ? 1 : 0;
      case TEXT, JSON -> texts[at] = value.getBytes(StandardCharsets.UTF_8);
    }
  }

  boolean has(int column) {
    return present[column];
  }

  long number(int column) {
    return longs[column];
  }

  double decimal(int column) {
    return doubles[column];
  }

  boolean flag(int column) {
    return longs[column] != 0;
  }

  /** UTF-8, of texts and JSON; empty where there is no value. */
  byte[] text(int column) {
    byte @Nullable [] text = texts[column];
    return text == null ? new byte[0] : text;
  }
}
