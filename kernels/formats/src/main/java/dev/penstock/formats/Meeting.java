package dev.penstock.formats;

import java.io.IOException;

/**
 * Tells whether a geometry shares a point with a box, edge by edge, once it is known that their
 * boxes do. Edges are straight in the system of the box. Used by one thread.
 */
public final class Meeting {
  private static final int PIECE = 1_024;

  private final Box box;
  private final Reprojection to;
  private final double[] ordinates = new double[4 * PIECE];

  /** Rings around the box's lower left corner, counted by the edges right of it. */
  private boolean inside;

  /**
   * A test.
   *
   * @param to moves positions to the system of the box
   */
  public Meeting(Box box, Reprojection to) {
    this.box = box;
    this.to = to;
  }

  /** Whether they meet; also true where a position has no image, because nobody can tell. */
  public boolean test(byte[] wkb) throws IOException {
    return meets(Shape.of(wkb));
  }

  private boolean meets(Shape shape) {
    for (Shape part : shape.parts()) {
      if (meets(part)) {
        return true;
      }
    }
    inside = false;
    for (int run = 0; run < shape.runs(); run++) {
      if (meets(shape, run)) {
        return true;
      }
    }
    // No edge touches the box: it lies in the polygon as a whole, or not at all.
    return shape.type() == Shape.POLYGON && inside;
  }

  private boolean meets(Shape shape, int run) {
    int count = shape.count(run);
    double lastX = 0;
    double lastY = 0;
    for (int from = 0; from < count; from += PIECE) {
      int positions = Math.min(PIECE, count - from);
      shape.copy(run, from, positions, ordinates);
      if (to.apply(ordinates, 0, positions, shape.stride()) >= 0) {
        return true;
      }
      for (int i = 0; i < positions; i++) {
        double x = ordinates[i * shape.stride()];
        double y = ordinates[i * shape.stride() + 1];
        if (from + i == 0 ? contains(x, y) : crosses(lastX, lastY, x, y)) {
          return true;
        }
        if (from + i > 0) {
          count(lastX, lastY, x, y);
        }
        lastX = x;
        lastY = y;
      }
    }
    return false;
  }

  private boolean contains(double x, double y) {
    return x >= box.minX() && x <= box.maxX() && y >= box.minY() && y <= box.maxY();
  }

  /**
   * Whether an edge has a point in the box: cut down to what lies within each side (Liang-Barsky).
   */
  private boolean crosses(double x1, double y1, double x2, double y2) {
    if (contains(x2, y2)) {
      return true;
    }
    double dx = x2 - x1;
    double dy = y2 - y1;
    double[] share = {0, 1};
    return cut(-dx, x1 - box.minX(), share)
        && cut(dx, box.maxX() - x1, share)
        && cut(-dy, y1 - box.minY(), share)
        && cut(dy, box.maxY() - y1, share);
  }

  private static boolean cut(double step, double room, double[] share) {
    if (step == 0) {
      return room >= 0;
    }
    double at = room / step;
    if (step < 0) {
      share[0] = Math.max(share[0], at);
    } else {
      share[1] = Math.min(share[1], at);
    }
    return share[0] <= share[1];
  }

  private void count(double x1, double y1, double x2, double y2) {
    double x = box.minX();
    double y = box.minY();
    if (y1 > y != y2 > y && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1) {
      inside = !inside;
    }
  }
}
