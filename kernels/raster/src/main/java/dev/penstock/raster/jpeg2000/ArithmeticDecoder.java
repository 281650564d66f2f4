package dev.penstock.raster.jpeg2000;

/**
 * The MQ decoder: decisions from bytes, each by what its context has come to expect (T.800, Annex
 * C). Behind the end of its bytes it reads ones, as the standard asks. Not thread-safe.
 */
final class ArithmeticDecoder {
  /** Bytes that have to follow the last one, all ones. */
  static final int TAIL = 2;

  /** Of each state: probability, next after the likely and the unlikely decision, switch. */
  private static final int[][] STATES = {
    {0x5601, 1, 1, 1}, {0x3401, 2, 6, 0}, {0x1801, 3, 9, 0}, {0x0ac1, 4, 12, 0},
    {0x0521, 5, 29, 0}, {0x0221, 38, 33, 0}, {0x5601, 7, 6, 1}, {0x5401, 8, 14, 0},
    {0x4801, 9, 14, 0}, {0x3801, 10, 14, 0}, {0x3001, 11, 17, 0}, {0x2401, 12, 18, 0},
    {0x1c01, 13, 20, 0}, {0x1601, 29, 21, 0}, {0x5601, 15, 14, 1}, {0x5401, 16, 14, 0},
    {0x5101, 17, 15, 0}, {0x4801, 18, 16, 0}, {0x3801, 19, 17, 0}, {0x3401, 20, 18, 0},
    {0x3001, 21, 19, 0}, {0x2801, 22, 19, 0}, {0x2401, 23, 20, 0}, {0x2201, 24, 21, 0},
    {0x1c01, 25, 22, 0}, {0x1801, 26, 23, 0}, {0x1601, 27, 24, 0}, {0x1401, 28, 25, 0},
    {0x1201, 29, 26, 0}, {0x1101, 30, 27, 0}, {0x0ac1, 31, 28, 0}, {0x09c1, 32, 29, 0},
    {0x08a1, 33, 30, 0}, {0x0521, 34, 31, 0}, {0x0441, 35, 32, 0}, {0x02a1, 36, 33, 0},
    {0x0221, 37, 34, 0}, {0x0141, 38, 35, 0}, {0x0111, 39, 36, 0}, {0x0085, 40, 37, 0},
    {0x0049, 41, 38, 0}, {0x0025, 42, 39, 0}, {0x0015, 43, 40, 0}, {0x0009, 44, 41, 0},
    {0x0005, 45, 42, 0}, {0x0001, 45, 43, 0}, {0x5601, 46, 46, 0}
  };

  /**
   * The same for both likely decisions, in one number each: the probability, where to go after the
   * likely one, where after the unlikely one; the likely decision is the lowest bit of the place.
   */
  private static final int[] PACKED = packed();

  private final int[] contexts;
  private byte[] bytes = {};
  private int at;
  private int interval;
  private int code;
  private int shifts;

  ArithmeticDecoder(int contexts) {
    this.contexts = new int[contexts];
  }

  private static int[] packed() {
    int[] packed = new int[2 * STATES.length];
    for (int state = 0; state < STATES.length; state++) {
      int[] of = STATES[state];
      for (int likely = 0; likely < 2; likely++) {
        int unlikely = of[3] == 1 ? 1 - likely : likely;
        packed[2 * state + likely] =
            of[0] << 16 | (2 * of[1] + likely) << 9 | (2 * of[2] + unlikely) << 2 | likely;
      }
    }
    return packed;
  }

  /** Puts a context into a state, in which 0 is likely. */
  void set(int context, int state) {
    contexts[context] = PACKED[2 * state];
  }

  /**
   * Starts a segment.
   *
   * @param segment its bytes, and behind its last one {@link #TAIL} ones
   */
  void start(byte[] segment, int from) {
    bytes = segment;
    at = from;
    code = (bytes[at] & 0xff) << 16;
    next();
    code <<= 7;
    shifts -= 7;
    interval = 0x8000;
  }

  private void next() {
    if (bytes[at] == -1) {
      int following = bytes[at + 1] & 0xff;
      if (following > 0x8f) {
        // A marker, or the end: ones, for ever.
        code += 0xff00;
        shifts = 8;
      } else {
        at++;
        code += following << 9;
        shifts = 7;
      }
    } else {
      at++;
      code += (bytes[at] & 0xff) << 8;
      shifts = 8;
    }
  }

  /** The next decision. */
  int decide(int context) {
    int state = contexts[context];
    int probability = state >>> 16;
    int left = interval - probability;
    if (code >>> 16 >= probability) {
      code -= probability << 16;
      if ((left & 0x8000) != 0) {
        interval = left;
        return state & 1;
      }
      return renew(context, state, left, left < probability);
    }
    interval = probability;
    return renew(context, state, probability, left >= probability);
  }

  /** Goes on to another state. */
  private int renew(int context, int state, int left, boolean unlikely) {
    int decision = state & 1;
    if (unlikely) {
      decision ^= 1;
      contexts[context] = PACKED[state >> 2 & 0x7f];
    } else {
      contexts[context] = PACKED[state >> 9 & 0x7f];
    }
    int width = left;
    int wanted = Integer.numberOfLeadingZeros(width) - 16;
    while (wanted > shifts) {
      code <<= shifts;
      width <<= shifts;
      wanted -= shifts;
      next();
    }
    width <<= wanted;
    code <<= wanted;
    shifts -= wanted;
    interval = width;
    return decision;
  }
}
