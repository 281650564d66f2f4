package dev.penstock.raster.jpeg2000;

import static dev.penstock.raster.jpeg2000.Contexts.LEFT;
import static dev.penstock.raster.jpeg2000.Contexts.LOWER;
import static dev.penstock.raster.jpeg2000.Contexts.LOWER_LEFT;
import static dev.penstock.raster.jpeg2000.Contexts.LOWER_RIGHT;
import static dev.penstock.raster.jpeg2000.Contexts.RIGHT;
import static dev.penstock.raster.jpeg2000.Contexts.SIGNIFICANT;
import static dev.penstock.raster.jpeg2000.Contexts.TO_SIGN;
import static dev.penstock.raster.jpeg2000.Contexts.UPPER;
import static dev.penstock.raster.jpeg2000.Contexts.UPPER_LEFT;
import static dev.penstock.raster.jpeg2000.Contexts.UPPER_RIGHT;

/**
 * What a coefficient that becomes significant changes around it. Four rows of a column are four
 * lanes of one long; each mask is indexed by twice the row plus the sign.
 */
final class Spread {
  /** Rows of a stripe. */
  static final int ROWS = 4;

  /** In its own column. */
  static final long[] OWN = new long[2 * ROWS];

  /** In the column to its left. */
  static final long[] TO_LEFT = new long[2 * ROWS];

  /** In the column to its right. */
  static final long[] TO_RIGHT = new long[2 * ROWS];

  static {
    for (int row = 0; row < ROWS; row++) {
      for (int sign = 0; sign < 2; sign++) {
        int at = 2 * row + sign;
        OWN[at] =
            lane(row, SIGNIFICANT)
                | lane(row - 1, signed(LOWER, sign))
                | lane(row + 1, signed(UPPER, sign));
        TO_LEFT[at] =
            lane(row, signed(RIGHT, sign))
                | lane(row - 1, LOWER_RIGHT)
                | lane(row + 1, UPPER_RIGHT);
        TO_RIGHT[at] =
            lane(row, signed(LEFT, sign)) | lane(row - 1, LOWER_LEFT) | lane(row + 1, UPPER_LEFT);
      }
    }
  }

  private Spread() {}

  /** Something in one of the four lanes; nothing if that row lies in another stripe. */
  static long lane(int row, int bits) {
    return row < 0 || row >= ROWS ? 0 : (long) bits << (16 * row);
  }

  static int signed(int neighbour, int sign) {
    return neighbour | sign * (neighbour << TO_SIGN);
  }

  /** The same bits in all four lanes. */
  static long all(int bits) {
    return bits * 0x0001_0001_0001_0001L;
  }
}
