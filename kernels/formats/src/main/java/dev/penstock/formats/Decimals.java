package dev.penstock.formats;

/** How many decimals tell all coordinates of a dataset apart exactly. */
final class Decimals {
  /** With more, numbers of that many decimals are no longer exact in a double. */
  private static final double EXACT = 1L << 53;

  private static final int MOST = 15;
  private static final int PIECE = 1_024;
  private static final double[] POWERS = new double[MOST + 1];

  static {
    for (int i = 0; i <= MOST; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private final double[] piece = new double[4 * PIECE];
  private int needed;
  private double largest;

  void note(Shape shape) {
    for (int run = 0; run < shape.runs(); run++) {
      for (int from = 0; from < shape.count(run); from += PIECE) {
        int positions = Math.min(PIECE, shape.count(run) - from);
        shape.copy(run, from, positions, piece);
        for (int i = 0; i < positions * shape.stride(); i++) {
          note(piece[i]);
        }
      }
    }
    for (Shape part : shape.parts()) {
      note(part);
    }
  }

  private void note(double value) {
    if (Double.isFinite(value)) {
      largest = Math.max(largest, Math.abs(value));
      while (needed < MOST && Math.rint(value * POWERS[needed]) / POWERS[needed] != value) {
        needed++;
      }
    }
  }

  /** The number of decimals: as many as are needed, unless numbers get too large for it. */
  int precision() {
    int fits = needed;
    while (fits > 0 && largest * POWERS[fits] > EXACT) {
      fits--;
    }
    return fits;
  }

  /** Whether no coordinate is changed by writing it so. */
  boolean exact() {
    return precision() == needed && needed < MOST;
  }

  static double power(int decimals) {
    return POWERS[decimals];
  }
}
