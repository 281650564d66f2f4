package dev.penstock.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the rows of a chunk of UTF-8 bytes: where each field lies, without making a text of it. It
 * sees the same rows as {@link RowCutter}. Used by one thread.
 */
public final class RowReader {
  private final byte[] bytes;
  private final int end;
  private final Dialect dialect;
  private int position;
  private long nextLine;
  private long line;
  private int begin;
  private int stop;
  private int fields;
  private int[] from = new int[16];
  private int[] to = new int[16];
  private boolean[] quoted = new boolean[16];
  private boolean open;

  /** Behind the first line end of the row in hand, when that is inside a quoted field; or -1. */
  private int mark;

  private long markLine;

  /**
   * A reader.
   *
   * @param line number of the line that the bytes begin with
   */
  public RowReader(byte[] bytes, int length, Dialect dialect, long line) {
    this.bytes = bytes;
    this.end = length;
    this.dialect = dialect;
    this.nextLine = line;
  }

  /** Goes to the next row that is not blank; false: there is none. */
  public boolean next() {
    while (position < end) {
      line = nextLine;
      begin = position;
      fields = 0;
      open = false;
      mark = -1;
      readRow();
      if (stop > begin) {
        return true;
      }
    }
    return false;
  }

  private void readRow() {
    while (true) {
      boolean more = field();
      if (!more) {
        break;
      }
    }
    if (open && mark >= 0) {
      endAtMark();
    }
  }

  /** A quote was never closed: the row ends with its first line, and the next ones are rows. */
  private void endAtMark() {
    position = mark;
    nextLine = markLine;
    boolean pair = mark - begin > 1 && bytes[mark - 1] == '\n' && bytes[mark - 2] == '\r';
    stop = mark - (pair ? 2 : 1);
    while (fields > 1 && from[fields - 1] > stop) {
      fields--;
    }
    int last = fields - 1;
    to[last] = Math.min(to[last], stop);
    // What a later line made of the field does not count.
    if (!quoted[last] && from[last] < stop && bytes[from[last]] == dialect.quote()) {
      from[last]++;
      quoted[last] = true;
    }
  }

  /** Reads a field with what ends it; whether another one follows in the row. */
  private boolean field() {
    if (fields == from.length) {
      grow();
    }
    int at = position;
    boolean isQuoted = at < end && dialect.quote() != 0 && bytes[at] == dialect.quote();
    from[fields] = isQuoted ? at + 1 : at;
    if (isQuoted) {
      at = closingQuote(at + 1);
    }
    int close = at;
    byte delimiter = (byte) dialect.delimiter();
    while (at < end && bytes[at] != delimiter && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    // What stands between a closing quote and the delimiter is no part of a well-formed field.
    boolean clean = !isQuoted || at == close + 1 || open || blank(close + 1, at);
    to[fields] = isQuoted ? close : at;
    if (!clean) {
      from[fields]--;
      to[fields] = at;
    }
    quoted[fields] = isQuoted && clean;
    fields++;
    return endOfField(at);
  }

  private boolean blank(int a, int b) {
    for (int i = a; i < b; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private boolean endOfField(int at) {
    if (at >= end) {
      stop = at;
      position = at;
      return false;
    }
    if (bytes[at] == dialect.delimiter()) {
      position = at + 1;
      return true;
    }
    stop = at;
    boolean pair = bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n';
    position = at + (pair ? 2 : 1);
    nextLine++;
    return false;
  }

  /** The place of the quote that closes the field, or the end. */
  private int closingQuote(int at) {
    byte quote = (byte) dialect.quote();
    int i = at;
    while (i < end && (mark < 0 || i - mark < RowCutter.LONGEST)) {
      byte b = bytes[i];
      if (b == quote) {
        if (i + 1 >= end || bytes[i + 1] != quote) {
          return i;
        }
        i++;
      } else if (b == '\n' || (b == '\r' && (i + 1 >= end || bytes[i + 1] != '\n'))) {
        nextLine++;
        if (mark < 0) {
          mark = i + 1;
          markLine = nextLine;
        }
      }
      i++;
    }
    open = true;
    return end;
  }

  private void grow() {
    from = Arrays.copyOf(from, fields * 2);
    to = Arrays.copyOf(to, fields * 2);
    quoted = Arrays.copyOf(quoted, fields * 2);
  }

  /** Number of the row's first line. */
  public long line() {
    return line;
  }

  /** Number of the line behind the row. */
  public long nextLine() {
    return nextLine;
  }

  /** Where the next row begins. */
  public int after() {
    return position;
  }

  /** Where the row begins, and where it ends without its line end. */
  public int begin() {
    return begin;
  }

  public int stop() {
    return stop;
  }

  /** Whether a quote was opened and never closed. */
  public boolean open() {
    return open;
  }

  public int fields() {
    return fields;
  }

  /** Where the bytes of a field begin, inside its quotes. */
  public int from(int field) {
    return from[field];
  }

  public int to(int field) {
    return to[field];
  }

  /** Whether the field's bytes are its text: no quote in it is doubled. */
  public boolean isPlain(int field) {
    if (!quoted[field]) {
      return true;
    }
    for (int i = from[field]; i < to[field]; i++) {
      if (bytes[i] == dialect.quote()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Some exports put what people typed on old systems into files that are UTF-8 otherwise: bytes
   * that are no UTF-8 are read as windows-1252.
   */
  private String decoded(int a, int b) {
    String text = new String(bytes, a, b - a, StandardCharsets.UTF_8);
    return text.indexOf('\ufffd') < 0
            || Encoding.isUtf8(Arrays.copyOfRange(bytes, a, b), b - a, true)
        ? text
        : new String(bytes, a, b - a, Encoding.WINDOWS);
  }

  /** The text of a field; empty when the row is too short to have it. */
  public String text(int field) {
    if (field >= fields) {
      return "";
    }
    String text = decoded(from[field], to[field]);
    if (isPlain(field)) {
      return text;
    }
    String quote = String.valueOf(dialect.quote());
    return text.replace(quote + quote, quote);
  }
}
