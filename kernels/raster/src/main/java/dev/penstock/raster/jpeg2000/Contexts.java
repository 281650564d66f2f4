package dev.penstock.raster.jpeg2000;

/**
 * Which context a coefficient is coded in, by what is known of its neighbours (T.800, tables D.1 to
 * D.3). The state of a coefficient is a lane of 16 bits: four diagonal neighbours that are
 * significant; left, right, upper and lower ones; the signs of these four; and three bits of its
 * own.
 */
final class Contexts {
  static final int UPPER_LEFT = 1;
  static final int UPPER_RIGHT = 1 << 1;
  static final int LOWER_LEFT = 1 << 2;
  static final int LOWER_RIGHT = 1 << 3;
  static final int LEFT = 1 << 4;
  static final int RIGHT = 1 << 5;
  static final int UPPER = 1 << 6;
  static final int LOWER = 1 << 7;

  /** The neighbours above, as far as they are significant. */
  static final int NEIGHBOURS = 0xff;

  /** From a neighbour's bit to that of its sign. */
  static final int TO_SIGN = 4;

  static final int SIGNIFICANT = 1 << 12;
  static final int VISITED = 1 << 13;
  static final int REFINED = 1 << 14;

  static final int FIRST_REFINEMENT = 14;
  static final int RUN = 17;
  static final int UNIFORM = 18;
  static final int COUNT = 19;

  private static final int FIRST_SIGN = 9;

  private static final byte[][] SIGNIFICANCE = {
    significance(0), significance(1), significance(0), significance(3)
  };

  /** By left, right, upper, lower and their signs: twice the context, and whether to turn. */
  private static final byte[] SIGN = sign();

  private Contexts() {}

  /** By the eight neighbours, for a band of that orientation. */
  static byte[] ofSignificance(int orientation) {
    return SIGNIFICANCE[orientation];
  }

  static byte[] ofSign() {
    return SIGN;
  }

  private static byte[] significance(int orientation) {
    byte[] contexts = new byte[256];
    for (int near = 0; near < 256; near++) {
      int diagonal = Integer.bitCount(near & 15);
      int horizontal = Integer.bitCount(near & (LEFT | RIGHT));
      int vertical = Integer.bitCount(near & (UPPER | LOWER));
      contexts[near] =
          (byte)
              switch (orientation) {
                case 1 -> straight(vertical, horizontal, diagonal);
                case 3 -> diagonal(horizontal + vertical, diagonal);
                default -> straight(horizontal, vertical, diagonal);
              };
    }
    return contexts;
  }

  /**
   * @param along neighbours in the direction in which the band is smooth
   */
  private static int straight(int along, int across, int diagonal) {
    if (along == 2) {
      return 8;
    }
    if (along == 1) {
      return across >= 1 ? 7 : diagonal >= 1 ? 6 : 5;
    }
    return across > 0 ? 2 + across : Math.min(2, diagonal);
  }

  private static int diagonal(int beside, int diagonal) {
    return switch (diagonal) {
      case 0 -> Math.min(2, beside);
      case 1 -> 3 + Math.min(2, beside);
      case 2 -> beside == 0 ? 6 : 7;
      default -> 8;
    };
  }

  private static byte[] sign() {
    byte[] contexts = new byte[256];
    for (int state = 0; state < 256; state++) {
      int horizontal = contribution(state, 0) + contribution(state, 1);
      int vertical = contribution(state, 2) + contribution(state, 3);
      int weight = 3 * Integer.signum(horizontal) + Integer.signum(vertical);
      // 0 to 4 stand for contexts 9 to 13.
      int context = FIRST_SIGN + Math.abs(weight);
      contexts[state] = (byte) (2 * context + (weight < 0 ? 1 : 0));
    }
    return contexts;
  }

  private static int contribution(int state, int neighbour) {
    boolean significant = (state >> neighbour & 1) != 0;
    boolean negative = (state >> (neighbour + TO_SIGN) & 1) != 0;
    return significant ? negative ? -1 : 1 : 0;
  }
}
