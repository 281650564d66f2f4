package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import java.util.Arrays;

/** Orders boxes along a Hilbert curve, so that neighbours in the list are neighbours on the map. */
final class Hilbert {
  private static final int SIDE = 1 << 16;

  private Hilbert() {}

  /** The indexes of the boxes in the order of their centres on the curve over {@code extent}. */
  static int[] order(Boxes boxes, Bounds extent) {
    double scaleX = scale(extent.minX(), extent.maxX());
    double scaleY = scale(extent.minY(), extent.maxY());
    var keys = new long[boxes.size()];
    for (int i = 0; i < keys.length; i++) {
      int x = cell((boxes.centerX(i) - extent.minX()) * scaleX);
      int y = cell((boxes.centerY(i) - extent.minY()) * scaleY);
      keys[i] = position(x, y) << 31 | i;
    }
    Arrays.sort(keys);
    var order = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      order[i] = (int) (keys[i] & Integer.MAX_VALUE);
    }
    return order;
  }

  private static double scale(double min, double max) {
    double width = max - min;
    return width > 0 && width < Double.POSITIVE_INFINITY ? (SIDE - 1) / width : 0;
  }

  private static int cell(double at) {
    return (int) Math.clamp(at, 0, SIDE - 1);
  }

  /** How far along the curve a cell lies: 32 bits. */
  private static long position(int cellX, int cellY) {
    int x = cellX;
    int y = cellY;
    long position = 0;
    for (int s = SIDE / 2; s > 0; s /= 2) {
      int right = (x & s) > 0 ? 1 : 0;
      int upper = (y & s) > 0 ? 1 : 0;
      position += (long) s * s * ((3 * right) ^ upper);
      if (upper == 0) {
        if (right == 1) {
          x = SIDE - 1 - x;
          y = SIDE - 1 - y;
        }
        int swap = x;
        x = y;
        y = swap;
      }
    }
    return position;
  }
}
