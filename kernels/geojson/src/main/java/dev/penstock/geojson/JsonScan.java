package dev.penstock.geojson;

import org.jspecify.annotations.Nullable;

/**
 * Follows one JSON value byte by byte under the full grammar of RFC 8259, UTF-8 included, without
 * building anything. The value may come in pieces. No recursion: a bit per level remembers whether
 * it is an object.
 */
final class JsonScan {
  private static final int VALUE = 0;
  private static final int FIRST_ELEMENT = 1;
  private static final int FIRST_KEY = 2;
  private static final int KEY = 3;
  private static final int COLON = 4;
  private static final int AFTER = 5;
  private static final int STRING = 6;
  private static final int ESCAPE = 7;
  private static final int HEX = 8;
  private static final int UTF8_TAIL = 9;
  private static final int LITERAL = 10;
  private static final int MINUS = 11;
  private static final int ZERO = 12;
  private static final int DIGITS = 13;
  private static final int POINT = 14;
  private static final int FRACTION = 15;
  private static final int EXPONENT = 16;
  private static final int EXPONENT_SIGN = 17;
  private static final int EXPONENT_DIGITS = 18;
  private static final int DONE = 19;
  private static final int FAILED = 20;

  private static final long QUOTES = Swar.spread('"');
  private static final long BACKSLASHES = Swar.spread('\\');
  private static final long TOP_BITS = Swar.spread(0x80);
  private static final long SPACES = Swar.spread(0x20);

  private final int maxDepth;
  private final long[] objects;
  private int base;
  private int depth;
  private int state = FAILED;
  private int stateBefore;
  private boolean key;
  private String literal = "";
  private int left;
  private int tailFrom;
  private int tailTo;
  private boolean decimal;
  private @Nullable Rule broken;

  JsonScan(int maxDepth) {
    this.maxDepth = maxDepth;
    this.objects = new long[(maxDepth >> 6) + 1];
  }

  /** Expects one value, with {@code above} levels around it already. */
  JsonScan start(int above) {
    depth = 0;
    base = above;
    state = VALUE;
    key = false;
    decimal = false;
    broken = null;
    return this;
  }

  /** Takes bytes until the value is over, or wrong; answers the index of the first not taken. */
  int run(byte[] b, int from, int end) {
    int p = from;
    while (p < end && state < DONE) {
      if (state == STRING) {
        p = text(b, p, end);
      } else if (step(b[p])) {
        p++;
      }
    }
    return p;
  }

  /** There are no more bytes: a number at the outermost level is over now. */
  void finish() {
    if (depth == 0 && endsNumber()) {
      state = DONE;
    }
  }

  boolean done() {
    return state == DONE;
  }

  boolean failed() {
    return state == FAILED;
  }

  /** Whether the number that was the value had a fraction or an exponent. */
  boolean decimal() {
    return decimal;
  }

  /** What was broken, after a failure. */
  Rule broken() {
    return broken == null ? Rule.SYNTAX : broken;
  }

  int maxDepth() {
    return maxDepth;
  }

  int depth() {
    return depth;
  }

  boolean objectAt(int level) {
    return ((objects[level >> 6] >>> level) & 1) != 0;
  }

  /** Whether the failure struck inside a string. */
  boolean failedInString() {
    return stateBefore >= STRING && stateBefore <= UTF8_TAIL;
  }

  /** Whether the failure struck right behind a backslash. */
  boolean failedInEscape() {
    return stateBefore == ESCAPE;
  }

  private int text(byte[] b, int from, int end) {
    int p = from;
    while (p + 8 <= end) {
      long word = Swar.load(b, p);
      // Any byte below 0x20 borrows into its top bit; false alarms only cost the byte loop.
      long special = Swar.zeros(word ^ QUOTES) | Swar.zeros(word ^ BACKSLASHES);
      special |= (word | (word - SPACES)) & TOP_BITS;
      if (special != 0) {
        p += Swar.first(special);
        break;
      }
      p += 8;
    }
    while (p < end && b[p] >= ' ' && b[p] != '"' && b[p] != '\\') {
      p++;
    }
    if (p == end) {
      return p;
    }
    return character(b[p]) ? p + 1 : p;
  }

  private boolean character(byte c) {
    if (c == '"') {
      if (key) {
        key = false;
        state = COLON;
      } else {
        afterValue();
      }
      return true;
    }
    if (c == '\\') {
      state = ESCAPE;
      return true;
    }
    return c < 0 ? lead(c & 0xFF) : fail(Rule.SYNTAX);
  }

  private boolean lead(int c) {
    tailFrom = 0x80;
    tailTo = 0xBF;
    if (c >= 0xC2 && c <= 0xDF) {
      left = 1;
    } else if (c >= 0xE0 && c <= 0xEF) {
      left = 2;
      tailFrom = c == 0xE0 ? 0xA0 : 0x80;
      tailTo = c == 0xED ? 0x9F : 0xBF;
    } else if (c >= 0xF0 && c <= 0xF4) {
      left = 3;
      tailFrom = c == 0xF0 ? 0x90 : 0x80;
      tailTo = c == 0xF4 ? 0x8F : 0xBF;
    } else {
      return fail(Rule.UTF8);
    }
    state = UTF8_TAIL;
    return true;
  }

  private boolean step(byte c) {
    return switch (state) {
      case VALUE, FIRST_ELEMENT -> isSpace(c) || value(c);
      case FIRST_KEY, KEY -> isSpace(c) || key(c);
      case COLON -> isSpace(c) || (c == ':' ? to(VALUE) : fail(Rule.SYNTAX));
      case AFTER -> isSpace(c) || after(c);
      case ESCAPE -> escape(c);
      case HEX -> hex(c);
      case UTF8_TAIL -> tail(c & 0xFF);
      case LITERAL -> literal(c);
      default -> number(c);
    };
  }

  private boolean value(byte c) {
    return switch (c) {
      case '{' -> open(true);
      case '[' -> open(false);
      case '"' -> to(STRING);
      case '-' -> to(MINUS);
      case '0' -> to(ZERO);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> to(DIGITS);
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      case ']' -> state == FIRST_ELEMENT ? close(false) : fail(Rule.SYNTAX);
      default -> fail(Rule.SYNTAX);
    };
  }

  private boolean key(byte c) {
    if (c == '"') {
      key = true;
      return to(STRING);
    }
    return (c == '}' && state == FIRST_KEY) ? close(true) : fail(Rule.SYNTAX);
  }

  private boolean after(byte c) {
    return switch (c) {
      case ',' -> to(objectAt(depth - 1) ? KEY : VALUE);
      case ']' -> close(false);
      case '}' -> close(true);
      default -> fail(Rule.SYNTAX);
    };
  }

  private boolean open(boolean object) {
    if (base + depth >= maxDepth) {
      return fail(Rule.TOO_DEEP);
    }
    long bit = 1L << depth;
    if (object) {
      objects[depth >> 6] |= bit;
    } else {
      objects[depth >> 6] &= ~bit;
    }
    depth++;
    return to(object ? FIRST_KEY : FIRST_ELEMENT);
  }

  private boolean close(boolean object) {
    if (objectAt(depth - 1) != object) {
      return fail(Rule.SYNTAX);
    }
    depth--;
    afterValue();
    return true;
  }

  private void afterValue() {
    state = depth == 0 ? DONE : AFTER;
  }

  private boolean escape(byte c) {
    return switch (c) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> to(STRING);
      case 'u' -> {
        left = 4;
        yield to(HEX);
      }
      default -> fail(Rule.SYNTAX);
    };
  }

  private boolean hex(byte c) {
    if (Character.digit(c, 16) < 0) {
      return fail(Rule.SYNTAX);
    }
    return --left > 0 || to(STRING);
  }

  private boolean tail(int c) {
    if (c < tailFrom || c > tailTo) {
      return fail(Rule.UTF8);
    }
    tailFrom = 0x80;
    tailTo = 0xBF;
    return --left > 0 || to(STRING);
  }

  private boolean word(String expected) {
    literal = expected;
    left = 1;
    return to(LITERAL);
  }

  private boolean literal(byte c) {
    if (c != literal.charAt(left)) {
      return fail(Rule.SYNTAX);
    }
    if (++left == literal.length()) {
      afterValue();
    }
    return true;
  }

  /** A byte that ends the number is left for the next step. */
  private boolean number(byte c) {
    boolean digit = c >= '0' && c <= '9';
    switch (state) {
      case MINUS -> {
        return digit ? to(c == '0' ? ZERO : DIGITS) : fail(Rule.SYNTAX);
      }
      case POINT -> {
        return digit ? to(FRACTION) : fail(Rule.SYNTAX);
      }
      case EXPONENT -> {
        if (c == '+' || c == '-') {
          return to(EXPONENT_SIGN);
        }
        return digit ? to(EXPONENT_DIGITS) : fail(Rule.SYNTAX);
      }
      case EXPONENT_SIGN -> {
        return digit ? to(EXPONENT_DIGITS) : fail(Rule.SYNTAX);
      }
      default -> {
        return moreOfNumber(c, digit);
      }
    }
  }

  private boolean moreOfNumber(byte c, boolean digit) {
    if (digit && state != ZERO) {
      return true;
    }
    if (c == '.' && state <= DIGITS) {
      decimal = true;
      return to(POINT);
    }
    if ((c == 'e' || c == 'E') && state <= FRACTION) {
      decimal = true;
      return to(EXPONENT);
    }
    if (digit) {
      return fail(Rule.SYNTAX);
    }
    afterValue();
    return false;
  }

  private boolean endsNumber() {
    return state == ZERO || state == DIGITS || state == FRACTION || state == EXPONENT_DIGITS;
  }

  private boolean to(int next) {
    state = next;
    return true;
  }

  private boolean fail(Rule rule) {
    stateBefore = state;
    state = FAILED;
    broken = rule;
    return false;
  }

  static boolean isSpace(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
