package dev.penstock.raster.jpeg2000;

import static dev.penstock.raster.jpeg2000.Contexts.NEIGHBOURS;
import static dev.penstock.raster.jpeg2000.Contexts.REFINED;
import static dev.penstock.raster.jpeg2000.Contexts.SIGNIFICANT;
import static dev.penstock.raster.jpeg2000.Contexts.VISITED;
import static dev.penstock.raster.jpeg2000.Spread.ROWS;

import java.util.Arrays;

/**
 * Decodes the bit-planes of one code-block (T.800, Annex D). Rows are taken four at a time; the
 * states of such a stripe's columns are one long each, so that columns of which nothing is known
 * are passed by one comparison. Not thread-safe.
 */
final class BlockDecoder {
  private static final long ALL_NEIGHBOURS = Spread.all(NEIGHBOURS);
  private static final long ALL_SIGNIFICANT = Spread.all(SIGNIFICANT);
  private static final long ALL_VISITED = Spread.all(VISITED);
  private static final int NEGATIVE = Integer.MIN_VALUE;
  private static final byte[] SIGNS = Contexts.ofSign();

  private final ArithmeticDecoder coder = new ArithmeticDecoder(Contexts.COUNT);
  private final RawBits raw = new RawBits();
  private long[] states = {};

  /** Four rows of a column side by side; sign and magnitude, which has one bit behind its point. */
  private int[] values = {};

  private byte[] contexts = {};
  private int width;
  private int height;
  private int stride;
  private boolean causal;

  /** The magnitude of what becomes significant in this pass: one and a half. */
  private int found;

  /** Starts a block: nothing is known of it. */
  void start(int columns, int rows, int orientation, boolean verticallyCausal) {
    width = columns;
    height = rows;
    stride = columns + 2;
    causal = verticallyCausal;
    contexts = Contexts.ofSignificance(orientation);
    int stripes = (rows + ROWS - 1) / ROWS;
    int most = (stripes + 2) * stride;
    if (states.length < most) {
      states = new long[most];
    } else {
      Arrays.fill(states, 0, most, 0);
    }
    if (values.length < stripes * columns * ROWS) {
      values = new int[stripes * columns * ROWS];
    } else {
      Arrays.fill(values, 0, stripes * columns * ROWS, 0);
    }
    resetContexts();
  }

  void resetContexts() {
    for (int i = 0; i < Contexts.COUNT; i++) {
      coder.set(i, 0);
    }
    coder.set(0, 4);
    coder.set(Contexts.RUN, 3);
    coder.set(Contexts.UNIFORM, 46);
  }

  void startCoded(byte[] bytes, int from) {
    coder.start(bytes, from);
  }

  void startRaw(byte[] bytes, int from, int to) {
    raw.start(bytes, from, to);
  }

  /** Sign and magnitude of a coefficient; the lowest bit lies behind the point. */
  int value(int column, int row) {
    return values[((row >> 2) * width + column) * ROWS + (row & 3)];
  }

  /**
   * The pass over those beside which something is significant.
   *
   * @param plane of bits, the lowest is 0
   */
  void significance(int plane, boolean bypass) {
    found = 3 << plane;
    for (int top = 0, at = stride + 1, first = 0; top < height; top += ROWS, at += 2) {
      int rows = Math.min(ROWS, height - top);
      for (int x = 0; x < width; x++, at++, first += ROWS) {
        long column = states[at];
        if ((column & ALL_NEIGHBOURS) != 0 && (~column & ALL_SIGNIFICANT) != 0) {
          states[at] =
              bypass
                  ? significanceRaw(column, at, first, rows)
                  : significance(column, at, first, rows);
        }
      }
    }
  }

  private long significance(long column, int at, int first, int rows) {
    long known = column;
    for (int row = 0; row < rows; row++) {
      int state = (int) (known >>> (16 * row));
      if ((state & SIGNIFICANT) == 0 && (state & NEIGHBOURS) != 0) {
        if (coder.decide(contexts[state & NEIGHBOURS]) != 0) {
          known |= become(at, row, sign(state), first);
        }
        known |= (long) VISITED << (16 * row);
      }
    }
    return known;
  }

  private long significanceRaw(long column, int at, int first, int rows) {
    long known = column;
    for (int row = 0; row < rows; row++) {
      int state = (int) (known >>> (16 * row));
      if ((state & SIGNIFICANT) == 0 && (state & NEIGHBOURS) != 0) {
        if (raw.bit() != 0) {
          known |= become(at, row, raw.bit(), first);
        }
        known |= (long) VISITED << (16 * row);
      }
    }
    return known;
  }

  private int sign(int state) {
    int context = SIGNS[state >> 4 & 0xff];
    return coder.decide(context >> 1) ^ (context & 1);
  }

  /** Makes a coefficient significant; what changes in its own column. */
  private long become(int at, int row, int sign, int first) {
    int mask = 2 * row + sign;
    values[first + row] = sign != 0 ? found | NEGATIVE : found;
    states[at - 1] |= Spread.TO_LEFT[mask];
    states[at + 1] |= Spread.TO_RIGHT[mask];
    if (row == 0 && !causal) {
      beyond(at - stride, ROWS - 1, Contexts.LOWER, sign);
    } else if (row == ROWS - 1) {
      beyond(at + stride, 0, Contexts.UPPER, sign);
    }
    return Spread.OWN[mask];
  }

  /** Tells the stripe above or below. */
  private void beyond(int at, int row, int straight, int sign) {
    boolean above = straight == Contexts.LOWER;
    states[at - 1] |= Spread.lane(row, above ? Contexts.LOWER_RIGHT : Contexts.UPPER_RIGHT);
    states[at] |= Spread.lane(row, Spread.signed(straight, sign));
    states[at + 1] |= Spread.lane(row, above ? Contexts.LOWER_LEFT : Contexts.UPPER_LEFT);
  }

  /** The pass over those that were significant before this plane. */
  void refinement(int plane, boolean bypass) {
    int half = 1 << plane;
    for (int top = 0, at = stride + 1, first = 0; top < height; top += ROWS, at += 2) {
      for (int x = 0; x < width; x++, at++, first += ROWS) {
        long column = states[at];
        // Only rows that exist are ever significant.
        if ((column & ALL_SIGNIFICANT & ~(column >>> 1)) != 0) {
          states[at] =
              bypass ? refinementRaw(column, first, half) : refinement(column, first, half);
        }
      }
    }
  }

  private long refinement(long column, int first, int half) {
    long known = column;
    for (int row = 0; row < ROWS; row++) {
      int state = (int) (column >>> (16 * row));
      if ((state & (SIGNIFICANT | VISITED)) == SIGNIFICANT) {
        int context = Contexts.FIRST_REFINEMENT;
        if ((state & REFINED) != 0) {
          context += 2;
        } else if ((state & NEIGHBOURS) != 0) {
          context++;
        }
        values[first + row] += coder.decide(context) != 0 ? half : -half;
        known |= (long) REFINED << (16 * row);
      }
    }
    return known;
  }

  private long refinementRaw(long column, int first, int half) {
    long known = column;
    for (int row = 0; row < ROWS; row++) {
      int state = (int) (column >>> (16 * row));
      if ((state & (SIGNIFICANT | VISITED)) == SIGNIFICANT) {
        values[first + row] += raw.bit() != 0 ? half : -half;
        known |= (long) REFINED << (16 * row);
      }
    }
    return known;
  }

  /** The pass over all others, which ends a plane. */
  void cleanup(int plane) {
    found = 3 << plane;
    for (int top = 0, at = stride + 1, first = 0; top < height; top += ROWS, at += 2) {
      int rows = Math.min(ROWS, height - top);
      for (int x = 0; x < width; x++, at++, first += ROWS) {
        long column = states[at];
        if (column == 0 && rows == ROWS) {
          if (coder.decide(Contexts.RUN) != 0) {
            states[at] = broken(at, first);
          }
        } else {
          // Neither significant nor visited.
          long open = ~(column | column >>> 1) & ALL_SIGNIFICANT;
          long known = open == 0 ? column : cleanup(column, at, first, 0, rows);
          states[at] = known & ~ALL_VISITED;
        }
      }
    }
  }

  /** A run of four zeros that is none. */
  private long broken(int at, int first) {
    int row = coder.decide(Contexts.UNIFORM) << 1 | coder.decide(Contexts.UNIFORM);
    long known = become(at, row, sign(0), first);
    return cleanup(known, at, first, row + 1, ROWS) & ~ALL_VISITED;
  }

  private long cleanup(long column, int at, int first, int from, int rows) {
    long known = column;
    for (int row = from; row < rows; row++) {
      int state = (int) (known >>> (16 * row));
      if ((state & (SIGNIFICANT | VISITED)) == 0
          && coder.decide(contexts[state & NEIGHBOURS]) != 0) {
        known |= become(at, row, sign(state), first);
      }
    }
    return known;
  }

  /** Four decisions behind a cleanup pass that some files have; they tell nothing. */
  void segmentSymbol() {
    for (int i = 0; i < 4; i++) {
      coder.decide(Contexts.UNIFORM);
    }
  }
}
