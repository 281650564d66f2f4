package dev.penstock.geojson;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the {@code crs} member of GeoJSON 2008 (section 3.1 there). */
public final class CrsMember {
  private static final int DEEPEST = 64;

  private CrsMember() {}

  /** The same as {@link #name(byte[], int, int)}. */
  public static Optional<String> name(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return name(bytes, 0, bytes.length);
  }

  /**
   * The name of the system, as in {@code {"type": "name", "properties": {"name": "EPSG:3857"}}};
   * empty for a member that has none there.
   *
   * @param json in {@code [from, to)} is one JSON value
   */
  public static Optional<String> name(byte[] json, int from, int to) {
    JsonCursor cursor = new JsonCursor(new DefectLog(1, Level.RFC7946), DEEPEST);
    cursor.start(json, from, to, 0);
    if (!enter(cursor, Word.PROPERTIES) || !enter(cursor, Word.NAME)) {
      return Optional.empty();
    }
    int at = cursor.p;
    return cursor.skipKnown() == JsonKind.STRING
        ? Optional.of(JsonText.unescape(json, at + 1, cursor.p - 1))
        : Optional.empty();
  }

  /** Moves to the value of a member of the object at the cursor; false where there is none. */
  private static boolean enter(JsonCursor cursor, Word member) {
    if (cursor.peek() != '{' || !cursor.enter()) {
      return false;
    }
    cursor.p++;
    for (int step = cursor.member(true); step == 0; step = cursor.member(false)) {
      if (cursor.word() == member) {
        return true;
      }
      if (!cursor.skipValue()) {
        return false;
      }
    }
    return false;
  }
}
