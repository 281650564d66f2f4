package dev.penstock.geojson;

import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Reads one geometry object, and those inside it, into a {@link FlatGeometry}. */
final class GeometryReader {
  private final JsonCursor cursor;
  private final FlatGeometry out;
  private final Place place;
  private final CoordinateReader coordinates;
  private final MemberReader members;
  private final BboxCheck bboxCheck;

  /** Who reads and checks what is not coordinates. */
  record Checks(MemberReader members, BboxCheck bbox, boolean degrees) {}

  GeometryReader(JsonCursor cursor, FlatGeometry out, ReadLimits limits, Checks checks) {
    this.members = checks.members();
    this.bboxCheck = checks.bbox();
    this.cursor = cursor;
    this.out = out;
    this.place = new Place();
    var sequences = new SequenceCheck(cursor, out, place, checks.degrees());
    this.coordinates = new CoordinateReader(cursor, out, place, limits, sequences);
  }

  /** What has been seen of one object. A value that came before its type waits to be read. */
  private static final class Seen {
    @Nullable GeometryKind kind;
    final EnumSet<Word> words = EnumSet.noneOf(Word.class);
    int coordinatesAt = -1;
    int geometriesAt = -1;
    int bboxAt = -1;
    double @Nullable [] bbox;
    boolean read;
  }

  /**
   * Reads the object whose brace the cursor is at.
   *
   * @param bare whether there is no Feature around it
   * @return false where the feature cannot be read on
   */
  boolean read(boolean bare) {
    place.start(bare);
    coordinates.start();
    boolean whole = object();
    coordinates.finish();
    return whole;
  }

  private boolean object() {
    int start = cursor.p;
    if (!cursor.enter()) {
      return false;
    }
    cursor.p++;
    Seen seen = new Seen();
    int first = out.positions();
    int step = cursor.member(true);
    while (step == 0) {
      if (!member(seen, cursor.word())) {
        return false;
      }
      step = cursor.member(false);
    }
    cursor.depth--;
    return step == JsonCursor.END && late(seen, start) && boxed(seen, first);
  }

  private boolean member(Seen seen, Word word) {
    boolean known = word == Word.TYPE || word == Word.COORDINATES || word == Word.GEOMETRIES;
    if (!seen.words.add(word) && known) {
      String path = place.of(word.text());
      cursor.report(Rule.DUPLICATE_MEMBER, "a second " + word.text(), cursor.nameFrom - 1, path);
      return cursor.skipValue();
    }
    return switch (word) {
      case TYPE -> type(seen);
      case COORDINATES -> {
        seen.coordinatesAt = cursor.p;
        boolean now = seen.kind != null && seen.kind != GeometryKind.GEOMETRY_COLLECTION;
        yield now ? contents(seen) : cursor.skipValue();
      }
      case GEOMETRIES -> {
        seen.geometriesAt = cursor.p;
        boolean now = seen.kind == GeometryKind.GEOMETRY_COLLECTION;
        yield now ? contents(seen) : cursor.skipValue();
      }
      case GEOMETRY, PROPERTIES, FEATURES ->
          misplaced(word, cursor.nameFrom - 1) && cursor.skipValue();
      case CRS -> members.crs(place.of("crs"));
      case BBOX -> bbox(seen);
      default -> cursor.skipValue();
    };
  }

  private boolean bbox(Seen seen) {
    seen.bboxAt = cursor.p;
    seen.bbox = members.bbox(place.of("bbox"));
    return seen.bbox != null;
  }

  private boolean boxed(Seen seen, int first) {
    double[] bbox = seen.bbox;
    if (bbox != null && bbox.length > 0) {
      bboxCheck.run(bbox, seen.bboxAt, place.of("bbox"), first, out.positions());
    }
    return true;
  }

  private boolean type(Seen seen) {
    int start = cursor.p;
    JsonKind json = cursor.skipKnown();
    if (json == null) {
      return false;
    }
    if (json == JsonKind.STRING) {
      seen.kind = GeometryKind.of(cursor.b, start + 1, cursor.p - 1);
    }
    if (seen.kind == null) {
      cursor.report(Rule.UNKNOWN_TYPE, "no type of a geometry", start, place.of("type"));
    }
    return true;
  }

  /** The object is over: reads what had to wait for the type, and reports what is missing. */
  private boolean late(Seen seen, int start) {
    if (!seen.words.contains(Word.TYPE)) {
      cursor.report(Rule.TYPE_MISSING, "a geometry without a type", start, place.of(""));
    }
    GeometryKind kind = seen.kind;
    if (kind == null) {
      return true;
    }
    boolean collection = kind == GeometryKind.GEOMETRY_COLLECTION;
    int foreign = collection ? seen.coordinatesAt : seen.geometriesAt;
    if (foreign >= 0) {
      misplaced(collection ? Word.COORDINATES : Word.GEOMETRIES, foreign);
    }
    if (seen.read) {
      return true;
    }
    int at = collection ? seen.geometriesAt : seen.coordinatesAt;
    if (at < 0) {
      String what = collection ? "no geometries" : "no coordinates";
      cursor.report(Rule.COORDINATES_MISSING, what, start, place.of(""));
      return true;
    }
    int behind = cursor.p;
    cursor.p = at;
    boolean whole = contents(seen);
    cursor.p = whole ? behind : cursor.p;
    return whole;
  }

  private boolean contents(Seen seen) {
    GeometryKind kind = seen.kind;
    if (kind == null) {
      throw new IllegalStateException("contents are read once the type is known");
    }
    seen.read = true;
    boolean collection = kind == GeometryKind.GEOMETRY_COLLECTION;
    if (collection && place.nested()) {
      String found = "a collection in a collection";
      cursor.report(Rule.NESTED_COLLECTION, found, cursor.p, place.of(""));
    }
    int at = cursor.p;
    int node = out.startNode(kind);
    boolean whole = collection ? geometries() : coordinates.read(kind);
    out.endNode(node);
    if (collection && whole && ofOneType(node)) {
      String found = "one geometry, or several of one type";
      cursor.report(Rule.COLLECTION_OF_ONE, found, at, place.of("geometries"));
    }
    return whole;
  }

  private boolean ofOneType(int node) {
    int first = node + 1;
    if (first == out.nodeEnd(node)) {
      return false;
    }
    GeometryKind kind = out.kind(first);
    int next = out.nodeEnd(first);
    boolean same = next == out.nodeEnd(node) || kind != GeometryKind.GEOMETRY_COLLECTION;
    for (; next < out.nodeEnd(node); next = out.nodeEnd(next)) {
      same &= out.kind(next) == kind;
    }
    return same;
  }

  /** An empty array is legal here: RFC 7946 section 3.1.8. */
  private boolean geometries() {
    if (cursor.peek() != '[') {
      String path = place.of("geometries");
      cursor.report(Rule.COORDINATES_NESTING, "geometries is no array", cursor.p, path);
      return cursor.skipValue();
    }
    if (!cursor.enter()) {
      return false;
    }
    cursor.p++;
    int c = cursor.peek();
    for (int i = 0; c != ']'; i++) {
      place.push(i);
      boolean whole = c == '{' ? object() : invalid();
      place.pop();
      if (!whole) {
        return false;
      }
      c = cursor.peek();
      if (c == ',') {
        cursor.p++;
        c = cursor.peek();
        if (c == ']') {
          cursor.broken();
          return false;
        }
      } else if (c != ']') {
        cursor.broken();
        return false;
      }
    }
    cursor.p++;
    cursor.depth--;
    return true;
  }

  private boolean invalid() {
    if (cursor.wants(Rule.GEOMETRY_INVALID)) {
      cursor.keep(Rule.GEOMETRY_INVALID, "no geometry object", cursor.p, place.of(""));
    }
    return cursor.skipValue();
  }

  private boolean misplaced(Word word, int at) {
    String path = place.of(word.text());
    cursor.report(Rule.MISPLACED_MEMBER, word.text() + " in a geometry", at, path);
    return true;
  }
}
