package dev.penstock.geojson;

/**
 * Finds the end of one object by matching brackets and strings alone, eight bytes at a time where
 * no quote or brace is near. The object may come in pieces. Tokens are not looked at.
 *
 * <p>Nesting is kept as runs: how many arrays are open since the innermost open object, and the
 * same for every object around it. So a closing square bracket is right exactly while the run is
 * above zero, and a closing brace while it is zero.
 */
final class BracketScan {
  /** Where a scan stands. */
  enum Status {
    MORE,
    DONE,
    MISMATCH,
    TOO_DEEP,
    SEPARATOR
  }

  /** The record separator of RFC 8142; it is no legal byte inside of JSON. */
  static final byte SEPARATOR = 0x1E;

  private static final long QUOTES = Swar.spread('"');
  private static final long BACKSLASHES = Swar.spread('\\');
  private static final long SEPARATORS = Swar.spread(SEPARATOR);

  /** The four brackets agree in all other bits: 0x5B, 0x5D, 0x7B, 0x7D. */
  private static final long SAME_BITS = Swar.spread(~0x26);

  private static final long BRACKETS = Swar.spread(0x59);

  private final int maxDepth;
  private final int[] runs;
  private int objects;
  private int run;
  private int depth;
  private int floor;
  private int opens;
  private boolean inString;
  private boolean escaped;
  private boolean separators;
  private Status status = Status.DONE;

  BracketScan(int maxDepth) {
    this.maxDepth = maxDepth;
    this.runs = new int[maxDepth + 1];
  }

  /**
   * Expects a value that starts with a bracket.
   *
   * @param above levels around it
   * @param stopAtSeparator whether a record separator ends it at once
   */
  void start(int above, boolean stopAtSeparator) {
    objects = 0;
    run = 0;
    depth = above;
    floor = above;
    opens = 0;
    inString = false;
    escaped = false;
    separators = stopAtSeparator;
    status = Status.MORE;
  }

  /** Opens one more object around what follows, as if its brace had been read. */
  void inside(boolean object) {
    if (object) {
      runs[objects++] = run;
      run = 0;
    } else {
      run++;
    }
    depth++;
  }

  void inString(boolean behindBackslash) {
    inString = true;
    escaped = behindBackslash;
  }

  Status status() {
    return status;
  }

  /** Opening square brackets so far. */
  int opens() {
    return opens;
  }

  /** Takes bytes while the value goes on; answers the index of the first not taken. */
  int run(byte[] b, int from, int end) {
    int p = from;
    while (p < end && status == Status.MORE) {
      p = inString ? text(b, p, end) : structure(b, p, end);
    }
    return p;
  }

  private int text(byte[] b, int from, int end) {
    int p = from;
    if (escaped && !(separators && b[p] == SEPARATOR)) {
      escaped = false;
      p++;
    }
    while (p + 8 <= end) {
      long word = Swar.load(b, p);
      long special = Swar.zeros(word ^ QUOTES) | Swar.zeros(word ^ BACKSLASHES);
      if (separators) {
        special |= Swar.zeros(word ^ SEPARATORS);
      }
      if (special != 0) {
        return character(b, p + Swar.first(special));
      }
      p += 8;
    }
    return p < end ? character(b, p) : p;
  }

  private int character(byte[] b, int p) {
    switch (b[p]) {
      case '"' -> inString = false;
      case '\\' -> escaped = true;
      case SEPARATOR -> {
        if (separators) {
          status = Status.SEPARATOR;
          return p;
        }
      }
      default -> {}
    }
    return p + 1;
  }

  private int structure(byte[] b, int from, int end) {
    int p = words(b, from, end);
    int stop = Math.min(end, p + 8);
    while (p < stop) {
      switch (b[p]) {
        case '[' -> openArray();
        case ']' -> closeArray();
        case '{' -> openObject();
        case '}' -> closeObject();
        case '"' -> {
          inString = true;
          return p + 1;
        }
        case SEPARATOR -> status = separators ? Status.SEPARATOR : status;
        default -> {}
      }
      if (status != Status.MORE) {
        return status == Status.DONE ? p + 1 : p;
      }
      p++;
    }
    return p;
  }

  /** Takes whole words as long as they hold square brackets only and stay inside the run. */
  private int words(byte[] b, int from, int end) {
    int p = from;
    int nested = run;
    int count = 0;
    int roof = maxDepth - depth + run;
    while (p + 8 <= end) {
      long word = Swar.load(b, p);
      long brackets = Swar.zeros((word & SAME_BITS) ^ BRACKETS);
      long special = Swar.zeros(word ^ QUOTES) | (brackets & (word << 2));
      if (separators) {
        special |= Swar.zeros(word ^ SEPARATORS);
      }
      // Bit 1 tells '[' and bit 2 tells ']'; both or none of them is another character.
      int opened = Long.bitCount(brackets & (word << 6) & ~(word << 5));
      int closed = Long.bitCount(brackets & (word << 5) & ~(word << 6));
      if (special != 0 || closed >= nested || nested + opened > roof) {
        break;
      }
      nested += opened - closed;
      count += opened;
      p += 8;
    }
    depth += nested - run;
    run = nested;
    opens += count;
    return p;
  }

  private void openArray() {
    if (depth == maxDepth) {
      status = Status.TOO_DEEP;
      return;
    }
    run++;
    depth++;
    opens++;
  }

  private void closeArray() {
    if (run == 0) {
      status = Status.MISMATCH;
      return;
    }
    run--;
    closed();
  }

  private void openObject() {
    if (depth == maxDepth) {
      status = Status.TOO_DEEP;
      return;
    }
    runs[objects++] = run;
    run = 0;
    depth++;
  }

  private void closeObject() {
    if (run != 0 || objects == 0) {
      status = Status.MISMATCH;
      return;
    }
    run = runs[--objects];
    closed();
  }

  private void closed() {
    if (--depth == floor) {
      status = Status.DONE;
    }
  }
}
