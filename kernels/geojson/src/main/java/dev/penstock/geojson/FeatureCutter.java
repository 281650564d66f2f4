package dev.penstock.geojson;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a GeoJSON document of any size into the byte ranges of its items, in one pass and with a
 * fixed buffer.
 *
 * <p>It accepts a FeatureCollection with its members in any order, one Feature, one bare geometry,
 * RFC 8142 text sequences, and objects behind each other (newline-delimited or not). A byte order
 * mark at the start is skipped; offsets count it. Trouble with the text is a {@link CutFailure},
 * never an exception; an {@link IOException} comes from the stream alone. Not thread-safe.
 *
 * <p>Outside the items the JSON grammar is checked in full. Inside a feature only brackets and
 * strings are matched: {@link FeatureReader} rejects the one feature whose tokens are wrong. The
 * same holds for an object that is one of several: each is an item whatever its type. A document
 * cut off exactly between two of its objects cannot be told from a whole one.
 *
 * <p>Where several objects stand behind each other, a line that is no object is an item too, and an
 * object that cannot be followed to its end is one up to the next line that starts with a brace. So
 * a bad line does not stop the good ones. The first object may have many lines: it is given up only
 * where such a line cannot be a part of it.
 */
public final class FeatureCutter {
  /** Size of the buffer where none is given. */
  public static final int DEFAULT_BUFFER_BYTES = 256 << 10;

  private enum Phase {
    START,
    RECORDS,
    MEMBERS,
    ITEMS
  }

  private final ByteWindow window;
  private final ValueScan scan;
  private final RecordCutter record;
  private final CutLimits limits;
  private Phase phase;
  private DocumentForm form;
  private long items;
  private boolean first;
  private boolean anyRecord;
  private boolean lineByLine;
  private boolean separatorSeen;
  private CollectionMembers members;
  private @Nullable Cut held;
  private @Nullable CutFailure heldFailure;
  private @Nullable Cut last;

  /** Cuts a document from its first byte; the stream is read but not closed. */
  public FeatureCutter(InputStream in, CutLimits limits) {
    this(in, limits, CutCursor.START, DEFAULT_BUFFER_BYTES);
  }

  /**
   * Cuts on from a cursor.
   *
   * @param in starts at {@link CutCursor#offset} of the uncompressed payload
   * @param bufferBytes at least 16
   */
  public FeatureCutter(InputStream in, CutLimits limits, CutCursor cursor, int bufferBytes) {
    if (bufferBytes < 16) {
      throw new IllegalArgumentException("bufferBytes must be >= 16, was " + bufferBytes);
    }
    this.limits = limits;
    this.window = new ByteWindow(in, bufferBytes, cursor.offset());
    this.scan = new ValueScan(window, limits.maxDepth());
    this.record = new RecordCutter(window, scan);
    this.form = cursor.form();
    this.items = cursor.index();
    this.members = cursor.members();
    this.lineByLine =
        cursor.place() == CutCursor.Place.START || cursor.place() == CutCursor.Place.LINES;
    this.anyRecord =
        cursor.place() == CutCursor.Place.RECORDS || cursor.place() == CutCursor.Place.LINES;
    this.phase =
        switch (cursor.place()) {
          case START -> Phase.START;
          case RECORDS, LINES -> Phase.RECORDS;
          case TYPED_ITEMS, UNTYPED_ITEMS -> Phase.ITEMS;
        };
    if (phase == Phase.ITEMS) {
      RecordHead head = new RecordHead(cursor.offset());
      head.featuresEntered = true;
      head.type = cursor.place() == CutCursor.Place.TYPED_ITEMS ? RecordHead.COLLECTION : null;
      record.start(head, form == DocumentForm.SEQUENCE);
    }
  }

  /** The next item or the end. */
  public Cut next() throws IOException {
    Cut cut = last;
    if (cut != null) {
      return cut;
    }
    try {
      while (cut == null) {
        cut = step();
      }
    } catch (PayloadException e) {
      cut = new CutFailure(e.rule(), Objects.toString(e.getMessage()), e.offset());
    }
    if (cut instanceof CutFailure || cut instanceof CutEnd) {
      last = cut;
    }
    return cut;
  }

  /** Where the cutter stands: behind the item that {@link #next} answered last. */
  public CutCursor cursor() {
    CutCursor.Place place =
        switch (phase) {
          case START -> CutCursor.Place.START;
          case RECORDS, MEMBERS -> lineByLine ? CutCursor.Place.LINES : CutCursor.Place.RECORDS;
          case ITEMS ->
              record.head().type == null
                  ? CutCursor.Place.UNTYPED_ITEMS
                  : CutCursor.Place.TYPED_ITEMS;
        };
    return new CutCursor(window.offset(), items, form, place, members);
  }

  private @Nullable Cut step() throws IOException {
    return switch (phase) {
      case START -> byteOrderMark();
      case RECORDS -> betweenRecords();
      case MEMBERS -> members();
      case ITEMS -> item();
    };
  }

  private @Nullable Cut byteOrderMark() throws IOException {
    phase = Phase.RECORDS;
    if (!window.more()) {
      return null;
    }
    int c = window.bytes[window.pos] & 0xFF;
    if (c == 0xFE || c == 0xFF) {
      return scan.failure(Rule.UTF8, "the document looks like UTF-16; GeoJSON is UTF-8");
    }
    for (int mark = 0; c == 0xEF && mark < 3; mark++) {
      if (!window.more()) {
        return scan.truncated();
      }
      if ((window.bytes[window.pos] & 0xFF) != ((0xBFBBEF >>> (8 * mark)) & 0xFF)) {
        return scan.failure(Rule.SYNTAX, "unexpected byte 0xEF");
      }
      window.pos++;
    }
    return null;
  }

  private @Nullable Cut betweenRecords() throws IOException {
    boolean newLine = window.peekInLine() < 0;
    int c = window.peek();
    if (c < 0) {
      return end();
    }
    if (c == BracketScan.SEPARATOR && !anyRecord && form == DocumentForm.UNKNOWN) {
      form = DocumentForm.SEQUENCE;
    }
    if (form == DocumentForm.SEQUENCE) {
      return sequenceRecord(c);
    }
    if (c != '{') {
      return anyRecord ? strayLine(c, newLine) : noObject(c);
    }
    Cut before = held;
    if (before != null) {
      // Not the only object after all: whatever it is, it is an item.
      held = null;
      becomeLines();
      return count(before);
    }
    startRecord();
    return null;
  }

  private void startRecord() {
    record.start(new RecordHead(window.offset()), form == DocumentForm.SEQUENCE);
    window.pos++;
    phase = Phase.MEMBERS;
    if (form != DocumentForm.SEQUENCE) {
      window.byLine(anyRecord && lineByLine);
    }
  }

  /** Several objects after all: what the first said of itself does not hold for the others. */
  private void becomeLines() {
    if (form == DocumentForm.FEATURE || form == DocumentForm.GEOMETRY) {
      members = CollectionMembers.NONE;
    }
    form = DocumentForm.LINES;
  }

  /** A line that is no object, behind at least one object. */
  private Cut strayLine(int c, boolean newLine) throws IOException {
    if (form == DocumentForm.COLLECTION || (form != DocumentForm.LINES && !newLine)) {
      return trailing(c);
    }
    becomeLines();
    Cut before = held;
    held = null;
    if (before != null) {
      return count(before);
    }
    long start = window.offset();
    window.skipLine();
    return item(start, 0);
  }

  private Cut trailing(int c) {
    return scan.failure(Rule.TRAILING, unexpectedBehind(c));
  }

  private static String unexpectedBehind(int c) {
    return "unexpected " + ValueScan.shown(c) + " behind the end of the document";
  }

  /** The document starts with anything but an object: a bad first line, or no GeoJSON at all. */
  private Cut noObject(int c) throws IOException {
    long offset = window.offset();
    CutFailure wrong = scan.strict(0, null);
    if (c == '[') {
      int next = wrong == null ? window.peek() : -1;
      return wrong != null ? wrong : next >= 0 ? trailing(next) : alone("an array", offset);
    }
    int behind = wrong == null ? window.peekInLine() : -1;
    if (behind >= 0) {
      wrong = scan.failure(Rule.TRAILING, unexpectedBehind(behind));
    }
    window.skipLine();
    Cut line = span(offset, 0);
    int next = window.peek();
    if (next == '{') {
      anyRecord = true;
      form = DocumentForm.LINES;
      return count(line);
    }
    return wrong != null ? wrong : next >= 0 ? trailing(next) : alone("a single value", offset);
  }

  private static Cut alone(String what, long offset) {
    return new CutFailure(Rule.UNKNOWN_TYPE, "the document is " + what + ", no object", offset);
  }

  private @Nullable Cut sequenceRecord(int c) throws IOException {
    if (c == BracketScan.SEPARATOR) {
      separatorSeen = true;
      window.pos++;
      return null;
    }
    if (!separatorSeen) {
      return trailing(c);
    }
    separatorSeen = false;
    if (c == '{') {
      startRecord();
      return null;
    }
    long start = window.offset();
    CutFailure wrong = scan.strict(0, null);
    anyRecord = true;
    return wrong == null ? item(start, 0) : damagedRecord(start, 0, wrong);
  }

  /** In a text sequence the next separator tells where a damaged record ends. */
  private Cut damagedRecord(long start, long opens, CutFailure wrong) throws IOException {
    while (window.more()) {
      if (window.bytes[window.pos] == BracketScan.SEPARATOR) {
        phase = Phase.RECORDS;
        anyRecord = true;
        return item(start, opens);
      }
      window.pos++;
    }
    return wrong;
  }

  private @Nullable Cut members() throws IOException {
    RecordHead head = record.head();
    RecordCutter.Stop stop = record.walk();
    CutFailure mistake = record.mistake();
    switch (stop) {
      case FEATURES -> {
        window.whole();
        lineByLine = false;
        phase = Phase.ITEMS;
        first = true;
        if (anyRecord && form != DocumentForm.SEQUENCE) {
          becomeLines();
        } else if (form != DocumentForm.SEQUENCE) {
          form = DocumentForm.COLLECTION;
        }
        return join(head);
      }
      case END -> {
        lineByLine &= !window.crossed() && !head.isCollection();
        window.whole();
        phase = Phase.RECORDS;
        return head.isCollection() ? collectionEnd(head) : recordEnd(head, mistake);
      }
      case FAILED -> {
        CutFailure why = mistake == null ? scan.truncated() : mistake;
        if (head.isCollection()) {
          return lostCollection(why);
        }
        return form == DocumentForm.SEQUENCE
            ? damagedRecord(head.start, head.opens, why)
            : damagedLine(head, why);
      }
    }
    throw new IllegalStateException("unreachable: " + stop);
  }

  /** It did not end where a line with a brace was seen, it only goes on wrong there. */
  private CutFailure lostCollection(CutFailure why) {
    return why.rule() == Rule.TRUNCATED && window.beforeLine()
        ? new CutFailure(Rule.SYNTAX, "unexpected '{'", window.offset() + 1)
        : why;
  }

  /** The next line that starts with a brace tells where a damaged object ends. */
  private Cut damagedLine(RecordHead head, CutFailure why) throws IOException {
    window.byLine(true);
    while (window.more()) {
      window.pos = window.limit;
    }
    boolean another = window.beforeLine();
    window.whole();
    if (!anyRecord && !another) {
      return why;
    }
    phase = Phase.RECORDS;
    anyRecord = true;
    becomeLines();
    return item(head.start, head.opens);
  }

  private @Nullable Cut collectionEnd(RecordHead head) {
    if (!head.featuresEntered) {
      return scan.failure(
          Rule.FEATURES_MISSING,
          head.featuresWrong ? "features is not an array" : "the collection has no features");
    }
    if (head.type == null) {
      return scan.failure(Rule.UNKNOWN_TYPE, "the object has features but no type");
    }
    anyRecord = true;
    return join(head);
  }

  /** Takes over what a collection says about all of its features; answers what is wrong with it. */
  private @Nullable Cut join(RecordHead head) {
    String crs = head.crs;
    if (head.crsTooLarge) {
      return scan.failure(Rule.CRS_TOO_LARGE, "the crs member is longer than 4 KiB");
    }
    if (crs != null && members.crs() != null && !crs.equals(members.crs())) {
      return scan.failure(Rule.CRS_CONFLICT, "two different crs members");
    }
    members =
        new CollectionMembers(
            crs == null ? members.crs() : crs,
            members.name() == null ? head.name : members.name(),
            (members.foreign() + head.foreign).length() <= RecordCutter.MAX_FOREIGN_CHARS
                ? members.foreign() + head.foreign
                : members.foreign());
    head.foreign = "";
    return null;
  }

  private @Nullable Cut recordEnd(RecordHead head, @Nullable CutFailure mistake) {
    boolean only = !anyRecord;
    anyRecord = true;
    if (form == DocumentForm.SEQUENCE || !only) {
      if (form != DocumentForm.SEQUENCE) {
        becomeLines();
      }
      return item(head.start, head.opens);
    }
    DocumentForm alone = head.form();
    if (mistake == null && alone != DocumentForm.UNKNOWN) {
      form = alone;
      members = new CollectionMembers(head.crs, null);
      return item(head.start, head.opens);
    }
    held = span(head.start, head.opens);
    heldFailure =
        mistake != null
            ? mistake
            : new CutFailure(
                Rule.UNKNOWN_TYPE,
                head.type == null ? "the object has no type" : "the type is none of the nine",
                head.start);
    return null;
  }

  private Cut end() {
    if (held != null && heldFailure != null) {
      return heldFailure;
    }
    if (!anyRecord) {
      return scan.failure(Rule.EMPTY, "the document is empty");
    }
    return new CutEnd(form, items, window.offset(), members);
  }

  private @Nullable Cut item() throws IOException {
    int c = window.peek();
    if (c == ']') {
      window.pos++;
      phase = Phase.MEMBERS;
      record.start(record.head(), form == DocumentForm.SEQUENCE);
      return null;
    }
    if (!first && c == ',') {
      window.pos++;
      c = window.peek();
    } else if (!first && c >= 0) {
      return scan.failure(Rule.SYNTAX, "unexpected " + ValueScan.shown(c));
    }
    if (c < 0) {
      return scan.truncated();
    }
    first = false;
    long start = window.offset();
    if (c != '{') {
      CutFailure wrong = scan.strict(2, null);
      return wrong == null ? item(start, 0) : wrong;
    }
    BracketScan.Status status = scan.brackets(2, form == DocumentForm.SEQUENCE);
    return status == BracketScan.Status.DONE ? item(start, scan.opens()) : scan.failure(status);
  }

  private Cut item(long start, long opens) {
    return count(span(start, opens));
  }

  private Cut count(Cut cut) {
    items++;
    return cut;
  }

  private Cut span(long start, long opens) {
    long length = window.offset() - start;
    return length > limits.maxFeatureBytes()
        ? new Oversized(start, length, items)
        : new FeatureSpan(start, length, items, (int) Math.min(opens, Integer.MAX_VALUE));
  }
}
