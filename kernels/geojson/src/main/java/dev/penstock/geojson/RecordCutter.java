package dev.penstock.geojson;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Walks the members of one top-level object. It stops at the features array, and goes on behind it.
 *
 * <p>As long as the object may be a FeatureCollection its grammar is checked in full. A mistake in
 * what is, or may be, an item is only noted: the rest of the object is skipped by its brackets, so
 * that one bad line does not stop the others.
 */
final class RecordCutter {
  /** Why the walk came to rest. */
  enum Stop {
    FEATURES,
    END,
    FAILED
  }

  private static final int MAX_MEMBER_BYTES = 4 << 10;
  static final int MAX_FOREIGN_CHARS = 16 << 10;

  private final ByteWindow window;
  private final ValueScan scan;
  private final Capture capture = new Capture(MAX_MEMBER_BYTES);
  private final Capture foreign = new Capture(MAX_MEMBER_BYTES);
  private RecordHead head = new RecordHead(0);
  private boolean separators;
  private boolean behindMember;
  private @Nullable CutFailure mistake;
  private boolean fatal;

  RecordCutter(ByteWindow window, ValueScan scan) {
    this.window = window;
    this.scan = scan;
  }

  /** Starts behind the opening brace, or, with a head that has entered features, behind those. */
  void start(RecordHead record, boolean inSequence) {
    head = record;
    separators = inSequence;
    behindMember = record.featuresEntered;
    mistake = null;
    fatal = false;
  }

  RecordHead head() {
    return head;
  }

  /** The first mistake, also one that did not stop the walk; null where there was none. */
  @Nullable CutFailure mistake() {
    return mistake;
  }

  /** Walks to the features array, whose bracket is taken, or behind the closing brace. */
  Stop walk() throws IOException {
    boolean features = false;
    while (!features && mistake == null) {
      int c = window.peek();
      if (c == '}') {
        window.pos++;
        return Stop.END;
      }
      features = member(c);
    }
    if (mistake == null) {
      return Stop.FEATURES;
    }
    return fatal ? Stop.FAILED : Stop.END;
  }

  /** Takes one member; true where it was the features array. */
  private boolean member(int first) throws IOException {
    int c = first;
    if (behindMember && c == ',') {
      window.pos++;
      c = window.peek();
    } else if (behindMember) {
      return unexpected(c);
    }
    if (c != '"') {
      return unexpected(c);
    }
    CutFailure wrong = scan.strict(1, capture.clear());
    if (wrong != null) {
      return wrong(wrong, true);
    }
    Word word = capture.word();
    c = window.peek();
    if (c != ':') {
      return unexpected(c);
    }
    window.pos++;
    c = window.peek();
    behindMember = true;
    return c < 0 ? unexpected(c) : value(word, c);
  }

  private boolean value(Word word, int c) throws IOException {
    switch (word) {
      case TYPE -> type(c);
      case FEATURES -> {
        return features(c);
      }
      case CRS, NAME -> collectionMember(word, c);
      case COORDINATES, GEOMETRIES, GEOMETRY -> skip(c, !head.isCollection());
      case OTHER -> foreign(c);
      case PROPERTIES, ID, BBOX -> skip(c, head.isItem());
    }
    return false;
  }

  /** Nobody knows yet what the object is, or it is a collection: then the member goes along. */
  private void foreign(int c) throws IOException {
    if (head.isItem() || capture.overflow()) {
      skip(c, head.isItem());
      return;
    }
    CutFailure wrong = scan.strict(1, foreign.clear());
    if (wrong != null) {
      wrong(wrong, true);
    } else if (!foreign.overflow() && head.foreign.length() < MAX_FOREIGN_CHARS) {
      String whole = head.foreign + ',' + capture.text() + ':' + foreign.text();
      head.foreign = whole.length() <= MAX_FOREIGN_CHARS ? whole : head.foreign;
    }
  }

  private void type(int c) throws IOException {
    if (head.type != null) {
      if (head.isCollection()) {
        fail(Rule.DUPLICATE_MEMBER, "the collection has two types");
      } else {
        skip(c, true);
      }
      return;
    }
    CutFailure wrong = scan.strict(1, capture.clear());
    if (wrong != null) {
      wrong(wrong, true);
      return;
    }
    head.type = (c == '"' && !capture.overflow()) ? capture.string() : "";
    if (head.featuresEntered && head.isItem()) {
      fail(Rule.UNKNOWN_TYPE, "an object with features has the type '" + shortType() + "'");
    }
  }

  private String shortType() {
    String type = head.type == null ? "" : head.type;
    return type.length() > 40 ? type.substring(0, 40) + "..." : type;
  }

  private boolean features(int c) throws IOException {
    if (head.isItem()) {
      skip(c, true);
      return false;
    }
    if (head.featuresEntered || head.featuresWrong) {
      fail(Rule.DUPLICATE_MEMBER, "the collection has two features members");
      return false;
    }
    if (c != '[') {
      head.featuresWrong = true;
      skip(c, false);
      return false;
    }
    window.pos++;
    head.featuresEntered = true;
    return true;
  }

  private void collectionMember(Word word, int c) throws IOException {
    if (head.isItem() && word == Word.NAME) {
      skip(c, true);
      return;
    }
    CutFailure wrong = scan.strict(1, capture.clear());
    if (wrong != null) {
      wrong(wrong, true);
    } else if (word == Word.CRS) {
      head.crsTooLarge |= capture.overflow();
      head.crs = (capture.overflow() || c == 'n') ? null : capture.text();
    } else {
      head.name = (capture.overflow() || c == 'n') ? null : capture.text();
    }
  }

  private void skip(int c, boolean byBrackets) throws IOException {
    if (!byBrackets || (c != '{' && c != '[')) {
      CutFailure wrong = scan.strict(1, null);
      if (wrong != null) {
        wrong(wrong, true);
      }
      return;
    }
    BracketScan.Status status = scan.brackets(1, separators);
    head.opens += scan.opens();
    if (status != BracketScan.Status.DONE) {
      mistake = scan.failure(status);
      fatal = true;
    }
  }

  private boolean unexpected(int c) throws IOException {
    return wrong(
        c < 0 ? scan.truncated() : scan.failure(Rule.SYNTAX, "unexpected " + ValueScan.shown(c)),
        false);
  }

  /**
   * Notes a mistake. What may still be an item is skipped to its end, unless the mistake is that
   * the next one starts.
   */
  private boolean wrong(CutFailure failure, boolean insideValue) throws IOException {
    mistake = failure;
    fatal =
        window.backBeforeLine()
            || head.isCollection()
            || failure.rule() == Rule.TRUNCATED
            || !restIsWhole(insideValue);
    return false;
  }

  private boolean restIsWhole(boolean insideValue) throws IOException {
    BracketScan.Status status = scan.restOfRecord(insideValue, separators);
    head.opens += scan.opens();
    if (status == BracketScan.Status.MORE) {
      mistake = scan.truncated();
    }
    return status == BracketScan.Status.DONE;
  }

  private void fail(Rule rule, String message) {
    mistake = scan.failure(rule, message);
    fatal = true;
  }
}
