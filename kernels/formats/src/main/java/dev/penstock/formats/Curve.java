package dev.penstock.formats;

/** Places along a Hilbert curve of 65,536 × 65,536 cells over a box. */
final class Curve {
  private static final int CELLS = 0xFFFF;
  private final Box all;

  Curve(Box all) {
    this.all = all;
  }

  /** Where the middle of a box lies, as an unsigned number; what has no place comes last. */
  int place(Box box) {
    if (box.isNone()) {
      return -1;
    }
    return place(
        cell((box.minX() + box.maxX()) / 2, all.minX(), all.maxX()),
        cell((box.minY() + box.maxY()) / 2, all.minY(), all.maxY()));
  }

  private static int cell(double at, double min, double max) {
    return max > min ? (int) Math.clamp(CELLS * ((at - min) / (max - min)), 0, CELLS) : 0;
  }

  private static int place(int column, int row) {
    int x = column;
    int y = row;
    int place = 0;
    for (int side = 1 << 15; side > 0; side >>= 1) {
      int right = (x & side) > 0 ? 1 : 0;
      int up = (y & side) > 0 ? 1 : 0;
      place += side * side * ((3 * right) ^ up);
      if (up == 0) {
        if (right == 1) {
          x = CELLS - x;
          y = CELLS - y;
        }
        int turned = x;
        x = y;
        y = turned;
      }
    }
    return place;
  }
}
