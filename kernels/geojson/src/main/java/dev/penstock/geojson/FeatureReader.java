package dev.penstock.geojson;

import java.util.EnumSet;

/**
 * Reads one feature at a time from its bytes, and checks it against RFC 7946 and RFC 8259. Bad
 * input never throws: it becomes a {@link Defect} of the {@link FeatureDraft}.
 *
 * <p>One reader has one draft, overwritten by each {@link #read}. Not thread-safe: one a thread.
 */
public final class FeatureReader {
  private final ReadLimits limits;
  private final FeatureDraft draft;
  private final JsonCursor cursor;
  private final GeometryReader geometry;
  private final MemberReader members;
  private final BboxCheck bboxCheck;
  private final EnumSet<Word> seen = EnumSet.noneOf(Word.class);
  private int start;

  /** How far the object that is read has become clear. */
  private enum Outcome {
    GO_ON,
    BARE,
    STOP
  }

  /** A reader of longitudes and latitudes, as RFC 7946 says. */
  public FeatureReader(ReadLimits limits) {
    this(limits, Level.RFC7946, true);
  }

  /**
   * A reader with its own draft.
   *
   * @param degrees whether positions are longitudes and latitudes
   */
  public FeatureReader(ReadLimits limits, Level level, boolean degrees) {
    this.limits = limits;
    this.draft = new FeatureDraft(limits.maxDefects(), level);
    this.cursor = new JsonCursor(draft.log(), limits.maxDepth());
    this.members = new MemberReader(cursor, draft, limits.maxProperties());
    this.bboxCheck = new BboxCheck(cursor, draft.geometry(), degrees);
    var checks = new GeometryReader.Checks(members, bboxCheck, degrees);
    this.geometry = new GeometryReader(cursor, draft.geometry(), limits, checks);
  }

  /** What this reader accepts. */
  public ReadLimits limits() {
    return limits;
  }

  /**
   * Reads the bytes {@code [from, to)}: a Feature or a bare geometry, white space around it
   * allowed.
   *
   * @param offset where {@code buffer[from]} stands in the uncompressed payload
   * @param index of the feature in the payload
   * @return the draft, the same object every time; it points into {@code buffer}
   */
  public FeatureDraft read(byte[] buffer, int from, int to, long offset, long index) {
    draft.start(buffer, index);
    int end = to;
    while (end > from && JsonScan.isSpace(buffer[end - 1])) {
      end--;
    }
    cursor.start(buffer, from, end, offset);
    if (cursor.peek() != '{' || buffer[end - 1] != '}') {
      noObject();
    } else if (object() && nothingBehind()) {
      draft.json();
    }
    return draft;
  }

  private void noObject() {
    int at = cursor.p;
    int c = cursor.peek();
    if (cursor.skipValue() && nothingBehind()) {
      draft.json();
      if (c != '{') {
        cursor.report(Rule.NOT_AN_OBJECT, "not an object", at, "");
      }
    }
  }

  private boolean nothingBehind() {
    return cursor.peek() < 0 || cursor.stop(Rule.TRAILING, "more behind the end of the object");
  }

  private boolean object() {
    start = cursor.p++;
    seen.clear();
    cursor.depth = 1;
    int step = cursor.member(true);
    while (step == 0) {
      Outcome outcome = member(cursor.word());
      if (outcome == Outcome.BARE) {
        return bare();
      }
      if (outcome == Outcome.STOP) {
        return false;
      }
      step = cursor.member(false);
    }
    if (step == JsonCursor.END) {
      missing();
      bbox();
      if (draft.isLocated() && draft.defectCount(Rule.GEOMETRY_EMPTY) > 0) {
        draft.unlocated();
      }
    }
    return step == JsonCursor.END;
  }

  private void bbox() {
    double[] bbox = draft.bbox();
    if (bbox != null) {
      bboxCheck.run(bbox, draft.bboxAt(), "/bbox", 0, draft.geometry().positions());
      if (draft.defectCount(Rule.MIXED_DIMENSION) == 0) {
        bboxCheck.dimension(bbox, draft.bboxAt(), "/bbox");
      }
    }
  }

  /** The object is a geometry itself: reads it from its start, and only as that. */
  private boolean bare() {
    draft.start(cursor.b, draft.index());
    draft.bareGeometry();
    draft.located();
    cursor.p = start;
    cursor.depth = 0;
    boolean whole = geometry.read(true);
    if (draft.defectCount(Rule.GEOMETRY_EMPTY) > 0) {
      draft.unlocated();
    }
    return whole;
  }

  private Outcome member(Word word) {
    boolean again = !seen.add(word);
    return switch (word) {
      case TYPE -> again ? skipped(Rule.DUPLICATE_MEMBER, "a second ", word) : type();
      case GEOMETRY -> again ? skipped(Rule.DUPLICATE_MEMBER, "a second ", word) : geometry();
      case PROPERTIES, ID, BBOX ->
          again ? skipped(Rule.DUPLICATE_MEMBER, "a second ", word) : on(members.read(word));
      case COORDINATES, GEOMETRIES, FEATURES ->
          skipped(Rule.MISPLACED_MEMBER, "a Feature with ", word);
      case CRS -> on(members.crs("/crs"));
      case NAME, OTHER -> on(members.foreign());
    };
  }

  private Outcome skipped(Rule rule, String message, Word word) {
    cursor.report(rule, message + word.text(), cursor.nameFrom - 1, "/" + word.text());
    return on(cursor.skipValue());
  }

  private static Outcome on(boolean whole) {
    return whole ? Outcome.GO_ON : Outcome.STOP;
  }

  private Outcome type() {
    int from = cursor.p;
    JsonKind kind = cursor.skipKnown();
    if (kind == null) {
      return Outcome.STOP;
    }
    if (kind == JsonKind.STRING) {
      if (GeometryKind.of(cursor.b, from + 1, cursor.p - 1) != null) {
        return Outcome.BARE;
      }
      if (JsonText.unescape(cursor.b, from + 1, cursor.p - 1).equals("Feature")) {
        return Outcome.GO_ON;
      }
    }
    cursor.report(Rule.UNKNOWN_TYPE, "the type is no Feature and no geometry", from, "/type");
    return Outcome.GO_ON;
  }

  private Outcome geometry() {
    int c = cursor.peek();
    if (c == '{') {
      draft.located();
      return on(geometry.read(false));
    }
    if (c != 'n') {
      cursor.report(Rule.GEOMETRY_INVALID, "no object and not null", cursor.p, "/geometry");
    }
    return on(cursor.skipValue());
  }

  private void missing() {
    if (!seen.contains(Word.TYPE)) {
      cursor.report(Rule.TYPE_MISSING, "no type", start, "");
    }
    if (!seen.contains(Word.GEOMETRY)) {
      cursor.report(Rule.GEOMETRY_MISSING, "no geometry", start, "");
    }
    if (!seen.contains(Word.PROPERTIES)) {
      cursor.report(Rule.PROPERTIES_MISSING, "no properties", start, "");
    }
  }
}
