package dev.penstock.geojson;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the members of a Feature beside its geometry: id, properties, bbox and crs. */
final class MemberReader {
  private final JsonCursor cursor;
  private final FeatureDraft draft;
  private final int maxProperties;
  private final Decimals decimals = new Decimals();

  MemberReader(JsonCursor cursor, FeatureDraft draft, int maxProperties) {
    this.cursor = cursor;
    this.draft = draft;
    this.maxProperties = maxProperties;
  }

  /** Reads the value at the cursor; false where the feature cannot be read on. */
  boolean read(Word word) {
    return switch (word) {
      case ID -> id();
      case PROPERTIES -> properties();
      case BBOX -> bbox();
      default -> throw new IllegalArgumentException("not read here: " + word);
    };
  }

  private boolean id() {
    int from = cursor.p;
    JsonKind kind = cursor.skipKnown();
    if (kind == null) {
      return false;
    }
    switch (kind) {
      case STRING, INTEGER, DECIMAL -> draft.id(new JsonSlice(kind, from, cursor.p));
      case NULL -> cursor.report(Rule.ID_NULL, "id is null", from, "/id");
      case BOOLEAN, OBJECT, ARRAY ->
          cursor.report(Rule.ID_INVALID, "id is neither string nor number", from, "/id");
    }
    return true;
  }

  private boolean properties() {
    int from = cursor.p;
    int c = cursor.peek();
    if (c != '{') {
      if (c != 'n') {
        cursor.report(Rule.PROPERTIES_INVALID, "no object and not null", from, "/properties");
      }
      return cursor.skipValue();
    }
    if (!cursor.enter()) {
      return false;
    }
    cursor.p++;
    PropertyList list = draft.propertyList();
    int step = cursor.member(true);
    while (step == 0) {
      if (!property(list)) {
        return false;
      }
      step = cursor.member(false);
    }
    cursor.depth--;
    draft.properties(new JsonSlice(JsonKind.OBJECT, from, cursor.p));
    return step == JsonCursor.END;
  }

  private boolean property(PropertyList list) {
    int nameFrom = cursor.nameFrom;
    int nameTo = cursor.nameTo;
    int from = cursor.p;
    JsonKind kind = cursor.skipKnown();
    if (kind == null) {
      return false;
    }
    if (list.size() == maxProperties) {
      return cursor.stop(Rule.TOO_MANY_PROPERTIES, "more than " + maxProperties + " properties");
    }
    list.add(nameFrom, nameTo, kind, from, cursor.p);
    return true;
  }

  /** Notes a crs member of the Feature or of a geometry in it. */
  boolean crs(String path) {
    int from = cursor.p;
    JsonKind kind = cursor.skipKnown();
    if (kind == null) {
      return false;
    }
    if (kind != JsonKind.NULL) {
      cursor.report(Rule.CRS_MEMBER, "a crs member", from, path);
    }
    if (kind != JsonKind.NULL && !draft.crs(new JsonSlice(kind, from, cursor.p))) {
      cursor.report(Rule.CRS_CONFLICT, "too many different crs members", from, path);
    }
    return true;
  }

  /** Reads a bbox of the Feature; false where it cannot be read on. */
  private boolean bbox() {
    int from = cursor.p;
    double[] numbers = bbox("/bbox");
    if (numbers != null && numbers.length > 0) {
      draft.bbox(numbers, from);
    }
    return numbers != null;
  }

  /** The numbers of the bbox at the cursor; none where it is unusable, null where it is broken. */
  double @Nullable [] bbox(String path) {
    int from = cursor.p;
    JsonKind kind = cursor.skipKnown();
    if (kind == null) {
      return null;
    }
    int behind = cursor.p;
    cursor.p = from;
    double[] numbers = kind == JsonKind.ARRAY ? numbers() : new double[0];
    cursor.p = behind;
    if (numbers.length == 4 || numbers.length == 6) {
      return numbers;
    }
    cursor.report(Rule.BBOX_INVALID, "not four or six numbers", from, path);
    return new double[0];
  }

  /** Notes a foreign member of the Feature. */
  boolean foreign() {
    return property(draft.foreignList());
  }

  /** The finite numbers of the array at the cursor; none where it holds anything else. */
  private double[] numbers() {
    double[] numbers = new double[6];
    int count = 0;
    cursor.p++;
    int c = cursor.peek();
    while (c != ']') {
      int next = decimals.read(cursor.b, cursor.p);
      if (next == Decimals.NONE || count == 6 || !Double.isFinite(decimals.value)) {
        return new double[0];
      }
      numbers[count++] = decimals.value;
      cursor.p = next;
      c = cursor.peek();
      if (c == ',') {
        cursor.p++;
        c = cursor.peek();
      }
    }
    return Arrays.copyOf(numbers, count);
  }
}
