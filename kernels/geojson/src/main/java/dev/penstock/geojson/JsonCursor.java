package dev.penstock.geojson;

import org.jspecify.annotations.Nullable;

/**
 * A place in the bytes of one feature, and the small steps over JSON that the readers share. The
 * first thing that breaks the grammar is reported once; after that every step answers that it
 * cannot go on.
 */
final class JsonCursor {
  /** The end of an object. */
  static final int END = -1;

  /** The text is broken here. */
  static final int STOP = -2;

  byte[] b = new byte[0];
  int p;
  int end;

  /** Levels of brackets around the current place. */
  int depth;

  /** The name of the current member, without its quotes. */
  int nameFrom;

  int nameTo;

  private final DefectLog log;
  private final JsonScan scan;
  private long shift;

  JsonCursor(DefectLog log, int maxDepth) {
    this.log = log;
    this.scan = new JsonScan(maxDepth);
  }

  void start(byte[] bytes, int from, int to, long offset) {
    b = bytes;
    p = from;
    end = to;
    depth = 0;
    shift = offset - from;
  }

  /** The next byte that is not white space, or -1. */
  int peek() {
    int at = p;
    while (at < end && JsonScan.isSpace(b[at])) {
      at++;
    }
    p = at;
    return at < end ? b[at] & 0xFF : -1;
  }

  /** Skips one value of any kind; false where it is broken. */
  boolean skipValue() {
    scan.start(depth);
    p = scan.run(b, p, end);
    scan.finish();
    if (scan.done()) {
      return true;
    }
    return scan.failed() ? stop(scan.broken(), unexpected()) : stop(Rule.SYNTAX, "ends too early");
  }

  /** Skips one value and tells its kind; null where it is broken. */
  @Nullable JsonKind skipKnown() {
    int first = peek();
    if (!skipValue()) {
      return null;
    }
    return switch (first) {
      case '"' -> JsonKind.STRING;
      case '{' -> JsonKind.OBJECT;
      case '[' -> JsonKind.ARRAY;
      case 't', 'f' -> JsonKind.BOOLEAN;
      case 'n' -> JsonKind.NULL;
      default -> scan.decimal() ? JsonKind.DECIMAL : JsonKind.INTEGER;
    };
  }

  /**
   * Moves to the value of the next member of an object.
   *
   * @param first whether the brace was taken just now
   * @return 0, {@link #END} behind the closing brace, or {@link #STOP}
   */
  int member(boolean first) {
    int c = peek();
    if (c == '}') {
      p++;
      return END;
    }
    if (!first) {
      if (c != ',') {
        return broken();
      }
      p++;
      c = peek();
    }
    if (c != '"') {
      return broken();
    }
    nameFrom = p + 1;
    if (!skipValue()) {
      return STOP;
    }
    nameTo = p - 1;
    if (peek() != ':') {
      return broken();
    }
    p++;
    return peek() < 0 ? broken() : 0;
  }

  /** Which member {@link #member} moved to. */
  Word word() {
    return Word.of(b, nameFrom, nameTo);
  }

  /** Reports that the byte here fits nothing. */
  int broken() {
    stop(Rule.SYNTAX, p < end ? unexpected() : "ends too early");
    return STOP;
  }

  private String unexpected() {
    return "unexpected " + ValueScan.shown(b[p]);
  }

  /** Enters an object or array; false where that is one level too many. */
  boolean enter() {
    return ++depth <= scan.maxDepth()
        || stop(Rule.TOO_DEEP, "more than " + scan.maxDepth() + " brackets inside each other");
  }

  /** Reports what keeps the rest from being read; always false. */
  boolean stop(Rule rule, String message) {
    report(rule, message, p, "");
    return false;
  }

  /** Counts a defect, and keeps it where there is room. */
  void report(Rule rule, String message, int at, String path) {
    if (wants(rule)) {
      keep(rule, message, at, path);
    }
  }

  /** Counts a defect; true where it should be kept, so that nobody builds texts in vain. */
  boolean wants(Rule rule) {
    return log.wants(rule);
  }

  /** Keeps a defect that has been counted. */
  void keep(Rule rule, String message, int at, String path) {
    keep(new Finding(rule, message, at, path), Double.NaN, Double.NaN);
  }

  /** The same, with the place where it is in space. */
  void keep(Finding here, double x, double y) {
    log.keep(
        new Defect(
            here.rule(),
            here.message(),
            shift + here.at(),
            here.path(),
            x,
            y,
            log.severity(here.rule())));
  }
}
