package dev.penstock.geojson;

import java.io.IOException;
import java.io.InputStream;

/**
 * A fixed buffer that slides over a stream, and knows the offset of every byte in it. It can look
 * for lines on the way: then it ends before one that starts with a brace where none may stand, so
 * that an object that was never closed does not swallow the ones behind it.
 */
final class ByteWindow {
  private static final long LINE_ENDS = Swar.spread('\n');

  /** How lines are looked at. */
  private enum Lines {
    /** Not at all. */
    UNSEEN,
    /** A brace at the start of a line ends the window, unless JSON allows one there. */
    CHECKED,
    /** It always does. */
    EACH
  }

  final byte[] bytes;
  int pos;
  int limit;
  private final InputStream in;
  private long start;
  private int filled;
  private Lines lines = Lines.UNSEEN;
  private boolean crossed;
  private byte before;

  ByteWindow(InputStream in, int size, long offset) {
    this.in = in;
    this.bytes = new byte[size];
    this.start = offset;
  }

  /** Offset of the next byte. */
  long offset() {
    return start + pos;
  }

  /** Whether there is a next byte; fetches more where the buffer is used up. */
  boolean more() throws IOException {
    return pos < limit || advance();
  }

  /** Moves to the next byte that is not white space and answers it, or -1 at the end. */
  int peek() throws IOException {
    while (more()) {
      byte c = bytes[pos];
      if (!JsonScan.isSpace(c)) {
        return c & 0xFF;
      }
      pos++;
    }
    return -1;
  }

  /** The same, but answers -1 at the end of the line as well. */
  int peekInLine() throws IOException {
    while (more() && bytes[pos] != '\n') {
      byte c = bytes[pos];
      if (!JsonScan.isSpace(c)) {
        return c & 0xFF;
      }
      pos++;
    }
    return -1;
  }

  /** Moves to the end of the line, or of everything. */
  void skipLine() throws IOException {
    while (more()) {
      pos = lineEnd(pos, limit);
      if (pos < limit) {
        return;
      }
    }
  }

  /**
   * Begins to look at lines.
   *
   * @param each whether a brace at the start of a line ends the window in any case
   */
  void byLine(boolean each) {
    lines = each ? Lines.EACH : Lines.CHECKED;
    crossed = false;
    limit = lineEnd(pos, filled);
  }

  /** No longer looks at lines. */
  void whole() {
    lines = Lines.UNSEEN;
    limit = filled;
  }

  /** Whether more than one line was seen since {@link #byLine}. */
  boolean crossed() {
    return crossed;
  }

  /** Goes back before a brace that starts a line, where one is next; true if it did. */
  boolean backBeforeLine() {
    boolean back =
        lines != Lines.UNSEEN
            && pos > 0
            && pos < limit
            && bytes[pos] == '{'
            && bytes[pos - 1] == '\n';
    pos -= back ? 1 : 0;
    return back;
  }

  /** Whether {@link #more} said no because of a line, not because everything was read. */
  boolean beforeLine() {
    return pos < filled;
  }

  private boolean advance() throws IOException {
    if (limit == filled) {
      if (!refill(0)) {
        return false;
      }
      limit = lines == Lines.UNSEEN ? filled : lineEnd(0, filled);
    }
    return pos < limit || overLineEnd();
  }

  /** The next byte ends a line: shows the next line too, unless that is none of ours. */
  private boolean overLineEnd() throws IOException {
    if (pos + 1 == filled && !refill(1)) {
      limit = filled;
      return true;
    }
    if (bytes[pos + 1] == '{' && (lines == Lines.EACH || !valueMayFollow())) {
      limit = pos;
      return false;
    }
    crossed = true;
    limit = lineEnd(pos + 1, filled);
    return true;
  }

  /** Only behind these may an object stand inside another value. */
  private boolean valueMayFollow() {
    byte c = lastVisible(pos);
    return c == ',' || c == '[' || c == ':';
  }

  private byte lastVisible(int to) {
    for (int p = to - 1; p >= 0; p--) {
      if (!JsonScan.isSpace(bytes[p])) {
        return bytes[p];
      }
    }
    return before;
  }

  /** Fetches more, keeping the last bytes; false where there are no more. */
  private boolean refill(int kept) throws IOException {
    before = lastVisible(filled - kept);
    start += filled - kept;
    System.arraycopy(bytes, filled - kept, bytes, 0, kept);
    pos = 0;
    int count;
    do {
      count = in.read(bytes, kept, bytes.length - kept);
    } while (count == 0);
    filled = kept + Math.max(count, 0);
    limit = 0;
    return count > 0;
  }

  private int lineEnd(int from, int to) {
    int p = from;
    for (; p + 8 <= to; p += 8) {
      long found = Swar.zeros(Swar.load(bytes, p) ^ LINE_ENDS);
      if (found != 0) {
        return p + Swar.first(found);
      }
    }
    while (p < to && bytes[p] != '\n') {
      p++;
    }
    return p;
  }
}
