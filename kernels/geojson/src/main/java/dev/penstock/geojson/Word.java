package dev.penstock.geojson;

/** The member names that mean something to us. */
enum Word {
  TYPE("type"),
  FEATURES("features"),
  GEOMETRY("geometry"),
  PROPERTIES("properties"),
  ID("id"),
  BBOX("bbox"),
  COORDINATES("coordinates"),
  GEOMETRIES("geometries"),
  CRS("crs"),
  NAME("name"),
  OTHER("");

  private static final Word[] ALL = values();

  private final String text;

  Word(String text) {
    this.text = text;
  }

  /** The name as it is written. */
  String text() {
    return text;
  }

  /** The member whose name stands between two quotes at {@code [from, to)}, escapes allowed. */
  static Word of(byte[] b, int from, int to) {
    if (to == from) {
      return OTHER;
    }
    for (Word word : ALL) {
      if (JsonText.is(b, from, to, word.text)) {
        return word;
      }
    }
    return escaped(b, from, to);
  }

  private static Word escaped(byte[] b, int from, int to) {
    // The longest name has 11 letters, each at most six bytes when escaped.
    if (to - from <= 66 && Swar.count(b, from, to, '\\') > 0) {
      String decoded = JsonText.unescape(b, from, to);
      for (Word word : ALL) {
        if (word != OTHER && word.text.equals(decoded)) {
          return word;
        }
      }
    }
    return OTHER;
  }
}
