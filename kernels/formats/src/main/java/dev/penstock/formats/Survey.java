package dev.penstock.formats;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is in a dataset: how many features of which kinds, and which properties. Read once. */
public final class Survey {
  private final Columns columns = new Columns();
  private final Decimals decimals = new Decimals();
  private final JsonMembers members = new JsonMembers();
  private long features;
  private Box box = Box.NONE;
  private int idKinds;
  private boolean ids;

  /** A bit for each type that occurs, without and with heights. */
  private int flatTypes;

  private int highTypes;

  private Survey() {}

  /** Of nothing, for formats that ask nothing. */
  public static Survey none() {
    return new Survey();
  }

  /**
   * Reads all features.
   *
   * @param precise whether to look how many decimals coordinates have, which only Geobuf asks
   */
  public static Survey of(Dataset data, boolean precise) throws IOException {
    var survey = new Survey();
    try (FeatureSource.Cursor cursor = data.features().open()) {
      for (Feature feature = cursor.next(); feature != null; feature = cursor.next()) {
        survey.add(feature, precise);
      }
    }
    return survey;
  }

  private void add(Feature feature, boolean precise) throws IOException {
    features++;
    box = box.with(feature.box());
    if (feature.id() != null) {
      ids = true;
      idKinds |= kind(feature.id());
    }
    if (feature.wkb() != null) {
      Shape shape = Shape.of(feature.wkb());
      int bit = 1 << shape.type();
      flatTypes |= shape.hasZ() ? 0 : bit;
      highTypes |= shape.hasZ() ? bit : 0;
      if (precise) {
        decimals.note(shape);
      }
    }
    members.over(feature.properties());
    while (members.next()) {
      columns.note(members.name(), kind());
    }
  }

  private int kind(String id) throws IOException {
    if (id.charAt(0) != '"') {
      return Kinds.ofNumber(id);
    }
    return Kinds.isPlain(members.string(id)) ? Kinds.TEXT : Kinds.NESTED;
  }

  private int kind() throws IOException {
    return switch (members.first()) {
      case 'n' -> 0;
      case 't', 'f' -> Kinds.FLAG;
      case '"' -> Kinds.isPlain(members.stringValue()) ? Kinds.TEXT : Kinds.NESTED;
      case '{', '[' -> Kinds.NESTED;
      default -> Kinds.ofNumber(members.raw());
    };
  }

  /** How many features there are. */
  public long features() {
    return features;
  }

  Box box() {
    return box;
  }

  Columns columns() {
    return columns;
  }

  Decimals decimals() {
    return decimals;
  }

  /** The column of the features' own ids; null when no feature has one. */
  @Nullable Column idColumn() {
    return ids ? new Column("", Columns.ID, Kinds.type(idKinds)) : null;
  }

  boolean hasZ() {
    return highTypes != 0;
  }

  /** The one type of all geometries; 0 when there are several, or none. */
  int type() {
    int types = flatTypes | highTypes;
    return Integer.bitCount(types) == 1 ? Integer.numberOfTrailingZeros(types) : 0;
  }

  /** The types as GeoParquet lists them. */
  String[] typeNames() {
    var names = new String[Integer.bitCount(flatTypes) + Integer.bitCount(highTypes)];
    int n = 0;
    for (int type = Shape.POINT; type <= Shape.COLLECTION; type++) {
      if (((flatTypes >> type) & 1) != 0) {
        names[n++] = Shape.name(type);
      }
      if (((highTypes >> type) & 1) != 0) {
        names[n++] = Shape.name(type) + " Z";
      }
    }
    return names;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d features in %s", features, box);
  }
}
