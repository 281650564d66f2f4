package dev.penstock.geojson;

import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Runs the two scanners over a window that has to be refilled now and then. */
final class ValueScan {
  private final ByteWindow window;
  private final JsonScan strict;
  private final BracketScan brackets;

  ValueScan(ByteWindow window, int maxDepth) {
    this.window = window;
    this.strict = new JsonScan(maxDepth);
    this.brackets = new BracketScan(maxDepth);
  }

  /**
   * Takes the value at the window's position under the full grammar.
   *
   * @return null where it was whole, else what was wrong
   */
  @Nullable CutFailure strict(int above, @Nullable Capture capture) throws IOException {
    strict.start(above);
    while (!strict.done()) {
      if (!window.more()) {
        strict.finish();
        return strict.done() ? null : truncated();
      }
      int from = window.pos;
      window.pos = strict.run(window.bytes, from, window.limit);
      if (capture != null) {
        capture.add(window.bytes, from, window.pos);
      }
      if (strict.failed()) {
        return strict.broken() == Rule.TOO_DEEP
            ? tooDeep()
            : failure(strict.broken(), "unexpected " + shown(window.bytes[window.pos]));
      }
    }
    return null;
  }

  /** Takes the object or array at the window's position by its brackets. */
  BracketScan.Status brackets(int above, boolean separators) throws IOException {
    brackets.start(above, separators);
    return goOn();
  }

  /** Takes the rest of an object in which {@link #strict} has failed, or its caller has. */
  BracketScan.Status restOfRecord(boolean insideValue, boolean separators) throws IOException {
    brackets.start(0, separators);
    brackets.inside(true);
    if (insideValue) {
      for (int level = 0; level < strict.depth(); level++) {
        brackets.inside(strict.objectAt(level));
      }
      if (strict.failedInString()) {
        brackets.inString(strict.failedInEscape());
      }
    }
    return goOn();
  }

  private BracketScan.Status goOn() throws IOException {
    while (brackets.status() == BracketScan.Status.MORE && window.more()) {
      window.pos = brackets.run(window.bytes, window.pos, window.limit);
    }
    return brackets.status();
  }

  /** Opening square brackets in what was taken by brackets last. */
  int opens() {
    return brackets.opens();
  }

  /** What a scan by brackets that did not end well means. */
  CutFailure failure(BracketScan.Status status) {
    return switch (status) {
      case MORE -> truncated();
      case TOO_DEEP -> tooDeep();
      case SEPARATOR -> failure(Rule.TRUNCATED, "the next record starts inside this one");
      case MISMATCH, DONE -> failure(Rule.SYNTAX, "unexpected " + shown(window.bytes[window.pos]));
    };
  }

  private CutFailure tooDeep() {
    return failure(Rule.TOO_DEEP, "too many brackets inside each other");
  }

  CutFailure truncated() {
    return failure(Rule.TRUNCATED, "the document ends before its brackets are closed");
  }

  CutFailure failure(Rule rule, String message) {
    return new CutFailure(rule, message, window.offset());
  }

  /** A byte as a message shows it. */
  static String shown(int b) {
    return (b >= 0x20 && b < 0x7F)
        ? "'" + (char) b + "'"
        : "byte 0x" + HexFormat.of().toHexDigits((byte) b);
  }
}
