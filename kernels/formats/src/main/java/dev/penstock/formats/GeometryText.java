package dev.penstock.formats;

import java.io.IOException;
import java.util.OptionalInt;

/**
 * Writes geometries in WKB as GeoJSON, moved to another system on the way. Numbers that are moved
 * are rounded to seven decimals, others stand in the fewest digits that read back the same, unless
 * {@link #decimals} says otherwise. Used by one thread.
 */
public final class GeometryText {
  private static final int PIECE = 1_024;
  private static final int WIDEST = 4;

  /** Decimals of a number that nobody has touched: all that it has. */
  private static final int AS_IT_IS = -1;

  /** A hundredth of a metre in degrees, and no noise of a transform. */
  private static final int MOVED = 7;

  private final NumberText text;
  private final Reprojection to;
  private final Rings rings;
  private final double[] ordinates = new double[PIECE * WIDEST];
  private int decimals;

  /** How rings and positions are laid down. */
  public enum Rings {
    /** Rings as they are, x before y. */
    AS_STORED,
    /** Shells counterclockwise and holes clockwise, as RFC 7946 has them. */
    RIGHT_HANDED,
    /** Rings as they are, y before x: for systems whose authority lists north first. */
    NORTH_FIRST
  }

  /**
   * A writer.
   *
   * @param to {@link Reprojection#NONE} leaves every number as it is
   */
  public GeometryText(NumberText text, Reprojection to, Rings rings) {
    this.text = text;
    this.to = to;
    this.rings = rings;
    this.decimals = same() ? AS_IT_IS : MOVED;
  }

  /** The same writer; rounds every number to so many decimals, where somebody has said it. */
  public GeometryText decimals(OptionalInt wanted) {
    decimals = wanted.orElse(decimals);
    return this;
  }

  /**
   * Writes a geometry; false, and nothing written, if a position of it has no image.
   *
   * @throws IOException when the bytes are no WKB
   */
  public boolean write(byte[] wkb) throws IOException {
    Shape shape = Shape.of(wkb);
    boolean writable = same() || imaged(shape);
    if (writable) {
      geometry(shape);
    }
    return writable;
  }

  private boolean same() {
    return to == Reprojection.NONE;
  }

  private boolean imaged(Shape shape) {
    for (int run = 0; run < shape.runs(); run++) {
      for (int from = 0; from < shape.count(run); from += PIECE) {
        if (!load(shape, run, from, Math.min(PIECE, shape.count(run) - from))) {
          return false;
        }
      }
    }
    for (Shape part : shape.parts()) {
      if (!imaged(part)) {
        return false;
      }
    }
    return true;
  }

  private void geometry(Shape shape) throws IOException {
    text.put("{\"type\":\"").put(shape.name());
    if (shape.type() == Shape.COLLECTION) {
      text.put("\",\"geometries\":[");
      for (int i = 0; i < shape.parts().length; i++) {
        comma(i);
        geometry(shape.parts()[i]);
      }
      text.put(']');
    } else {
      text.put("\",\"coordinates\":");
      coordinates(shape);
    }
    text.put('}');
  }

  private void coordinates(Shape shape) throws IOException {
    switch (shape.type()) {
      case Shape.POINT -> point(shape);
      case Shape.LINE -> line(shape, 0, false);
      case Shape.POLYGON -> polygon(shape);
      default -> {
        text.put('[');
        for (int i = 0; i < shape.parts().length; i++) {
          comma(i);
          coordinates(shape.parts()[i]);
        }
        text.put(']');
      }
    }
  }

  private void point(Shape shape) throws IOException {
    if (shape.count(0) == 0) {
      text.put("[]");
    } else {
      load(shape, 0, 0, 1);
      position(shape, 0);
    }
  }

  private void polygon(Shape shape) throws IOException {
    text.put('[');
    for (int ring = 0; ring < shape.runs(); ring++) {
      comma(ring);
      boolean turn = false;
      if (rings == Rings.RIGHT_HANDED) {
        double area = area(shape, ring);
        turn = ring == 0 ? area < 0 : area > 0;
      }
      line(shape, ring, turn);
    }
    text.put(']');
  }

  /** Twice the area of a ring, as it will be written; negative when it runs clockwise. */
  private double area(Shape shape, int ring) {
    double area = 0;
    double x0 = 0;
    double y0 = 0;
    double lastX = 0;
    double lastY = 0;
    int count = shape.count(ring);
    for (int from = 0; from < count; from += PIECE) {
      int positions = Math.min(PIECE, count - from);
      load(shape, ring, from, positions);
      for (int i = 0; i < positions; i++) {
        // Seen from the first position, so that large coordinates do not swallow a small area.
        double x = ordinates[i * shape.stride()];
        double y = ordinates[i * shape.stride() + 1];
        if (from + i == 0) {
          x0 = x;
          y0 = y;
        }
        area += lastX * (y - y0) - (x - x0) * lastY;
        lastX = x - x0;
        lastY = y - y0;
      }
    }
    return area;
  }

  private void line(Shape shape, int run, boolean turn) throws IOException {
    int count = shape.count(run);
    text.put('[');
    for (int done = 0; done < count; ) {
      int positions = Math.min(PIECE, count - done);
      load(shape, run, turn ? count - done - positions : done, positions);
      for (int i = 0; i < positions; i++) {
        comma(done + i);
        position(shape, (turn ? positions - 1 - i : i) * shape.stride());
      }
      done += positions;
    }
    text.put(']');
  }

  private void position(Shape shape, int at) throws IOException {
    boolean north = rings == Rings.NORTH_FIRST;
    text.put('[');
    number(ordinates[north ? at + 1 : at]);
    text.put(',');
    number(ordinates[north ? at : at + 1]);
    if (shape.hasZ() && Double.isFinite(ordinates[at + 2])) {
      text.put(',').number(ordinates[at + 2]);
    }
    text.put(']');
  }

  private void number(double value) throws IOException {
    if (decimals == AS_IT_IS) {
      text.number(value);
    } else {
      text.rounded(value, decimals);
    }
  }

  /** Takes positions in hand and moves them; false when one has no image. */
  private boolean load(Shape shape, int run, int from, int positions) {
    shape.copy(run, from, positions, ordinates);
    return same() || to.apply(ordinates, 0, positions, shape.stride()) < 0;
  }

  private void comma(int i) throws IOException {
    if (i > 0) {
      text.put(',');
    }
  }
}
