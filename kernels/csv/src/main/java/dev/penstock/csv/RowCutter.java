package dev.penstock.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts UTF-8 text into chunks of whole rows, in one pass over the bytes and without looking at any
 * field: only quotes and line ends count. A quote opens a quoted field only where a field begins,
 * so that a lone inch mark inside a field does not swallow the rest of the file; and a quote that
 * is not closed within {@link #LONGEST} bytes, or at all, costs no more than the line that it
 * stands in. Blank lines are rows to nobody. Used by one thread.
 */
public final class RowCutter {
  /** How far a quoted field may go on behind the first line end of its row. */
  public static final int LONGEST = 1 << 17;

  private static final int BUFFER = 1 << 18;

  /**
   * Rows that lie next to each other.
   *
   * @param offset of the first byte
   * @param line number of the first line, from 1
   * @param row number of the first row, from 0
   * @param rows how many there are
   */
  public record Chunk(long offset, long length, long line, long row, int rows) {}

  private enum In {
    /** At the beginning of a field. */
    START,
    PLAIN,
    QUOTED,
    /** Behind a quote inside a quoted field: its end, or the first half of a quote. */
    QUOTE
  }

  private final InputStream in;
  private final Dialect dialect;
  private final int rowsWanted;
  private final long bytesWanted;
  private final byte[] buffer = new byte[BUFFER];
  private final boolean[] plain = new boolean[256];
  private int position;
  private int filled;
  private long base;
  private long line;
  private long row;

  /** Behind the first line end of the row in hand, when that is inside a quoted field; or -1. */
  private long mark = -1;

  private long markLine;

  /**
   * A cutter.
   *
   * @param in stands at {@code start}
   * @param start where to begin: a chunk of nothing at the first byte that is to be cut
   * @param rows of a chunk
   * @param bytes of a chunk, beyond which it ends with the row that it is in
   */
  public RowCutter(InputStream in, Dialect dialect, Chunk start, int rows, long bytes) {
    this.in = in;
    this.dialect = dialect;
    this.rowsWanted = rows;
    this.bytesWanted = bytes;
    this.base = start.offset() + start.length();
    this.line = start.line();
    this.row = start.row();
    Arrays.fill(plain, true);
    plain['\n'] = false;
    plain['\r'] = false;
    plain[dialect.delimiter()] = false;
    plain[dialect.quote()] = false;
  }

  /** Where the next chunk begins. */
  public Chunk here() {
    return new Chunk(base + position, 0, line, row, 0);
  }

  /** The next chunk; with no rows at the end. */
  public Chunk next() throws IOException {
    Chunk from = here();
    int rows = 0;
    // Blank lines, however many, are no chunk: that would be the end.
    while (rows == 0 || (rows < rowsWanted && base + position - from.offset() < bytesWanted)) {
      Ended ended = row();
      if (ended == Ended.BLANK) {
        continue;
      }
      if (ended == Ended.FILE) {
        break;
      }
      rows++;
    }
    row += rows;
    return new Chunk(from.offset(), base + position - from.offset(), from.line(), from.row(), rows);
  }

  private enum Ended {
    ROW,
    BLANK,
    FILE
  }

  /** Goes over one row with its line end. */
  private Ended row() throws IOException {
    In state = In.START;
    long begin = base + position;
    mark = -1;
    while (true) {
      if (state == In.PLAIN) {
        skipPlain();
      }
      boolean unclosed = state == In.QUOTED && mark >= 0;
      int b = unclosed && base + position - mark >= LONGEST ? -1 : read();
      if (b < 0 && unclosed) {
        return backToMark();
      }
      if (b < 0) {
        return base + position > begin ? Ended.ROW : Ended.FILE;
      }
      if (b == '\n' || b == '\r') {
        boolean inside = state == In.QUOTED;
        boolean blank = state == In.START && base + position - begin == 1;
        lineEnd(b);
        if (!inside) {
          return blank ? Ended.BLANK : Ended.ROW;
        }
        if (mark < 0) {
          mark = base + position;
          markLine = line;
        }
      } else {
        state = after(state, b);
      }
    }
  }

  /** The row ends with its first line; what follows is looked at anew. */
  private Ended backToMark() {
    position = (int) (mark - base);
    line = markLine;
    mark = -1;
    return Ended.ROW;
  }

  private In after(In state, int b) {
    return switch (state) {
      case QUOTED -> b == dialect.quote() ? In.QUOTE : In.QUOTED;
      case QUOTE -> b == dialect.quote() ? In.QUOTED : fieldOr(b);
      case START -> b == dialect.quote() && b != 0 ? In.QUOTED : fieldOr(b);
      case PLAIN -> fieldOr(b);
    };
  }

  private In fieldOr(int b) {
    return b == dialect.delimiter() ? In.START : In.PLAIN;
  }

  private void skipPlain() {
    int at = position;
    while (at < filled && plain[buffer[at] & 0xff]) {
      at++;
    }
    position = at;
  }

  /** CR, LF and CR LF are one line end each. */
  private void lineEnd(int b) throws IOException {
    line++;
    if (b == '\r') {
      int next = read();
      if (next >= 0 && next != '\n') {
        position--;
      }
    }
  }

  private int read() throws IOException {
    if (position == filled) {
      int kept = mark < 0 ? 0 : (int) (base + filled - mark);
      System.arraycopy(buffer, filled - kept, buffer, 0, kept);
      base += filled - kept;
      position = kept;
      filled = kept;
      int more = in.read(buffer, kept, buffer.length - kept);
      if (more <= 0) {
        return -1;
      }
      filled += more;
    }
    return buffer[position++] & 0xff;
  }
}
