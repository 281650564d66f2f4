package dev.penstock.geojson;

import org.jspecify.annotations.Nullable;

/** The seven geometry types of RFC 7946 section 3.1. */
public enum GeometryKind {
  POINT("Point", 0),
  MULTI_POINT("MultiPoint", 1),
  LINE_STRING("LineString", 1),
  MULTI_LINE_STRING("MultiLineString", 2),
  POLYGON("Polygon", 2),
  MULTI_POLYGON("MultiPolygon", 3),
  GEOMETRY_COLLECTION("GeometryCollection", -1);

  private static final GeometryKind[] ALL = values();

  private final String word;
  private final int nesting;

  GeometryKind(String word, int nesting) {
    this.word = word;
    this.nesting = nesting;
  }

  /** The type as GeoJSON writes it. */
  public String word() {
    return word;
  }

  /** Arrays around a position in {@code coordinates}; -1 for a collection, which has none. */
  int nesting() {
    return nesting;
  }

  /** The kind of that name, or null; letter case counts. */
  public static @Nullable GeometryKind of(String word) {
    for (GeometryKind kind : ALL) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    return null;
  }

  /** The kind whose name stands between two quotes, escapes allowed, or null. */
  static @Nullable GeometryKind of(byte[] b, int from, int to) {
    for (GeometryKind kind : ALL) {
      if (JsonText.is(b, from, to, kind.word)) {
        return kind;
      }
    }
    return Swar.count(b, from, to, '\\') == 0 ? null : of(JsonText.unescape(b, from, to));
  }
}
