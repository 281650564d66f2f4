package dev.penstock.server.collection;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsLookup;
import dev.penstock.crs.Transform;
import dev.penstock.formats.Box;
import dev.penstock.formats.Meeting;
import dev.penstock.formats.Reprojection;
import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.geometry.store.Srs;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import java.io.IOException;
import java.util.Arrays;

/**
 * Boxes and positions between the CRS that a collection is stored in and the one that they are
 * asked in. Used by one thread.
 */
public final class Projected {
  private static final int STEPS = 20;

  /** Boxes of features are smaller, and there are many. */
  private static final int ROW_STEPS = 8;

  /** Nearer to a pole Mercator leaves the doubles. */
  private static final double POLE = 89.999999;

  private final Crs stored;
  private final Crs asked;
  private final Transform toAsked;

  private Projected(Crs stored, Crs asked) {
    this.stored = stored;
    this.asked = asked;
    this.toAsked = Transform.between(stored, asked);
  }

  /** To and from WGS 84, longitude first. */
  public static Projected of(Srs srs) {
    return of(srs, CrsCatalog.crs84());
  }

  /** Refused for a CRS that we do not know: its positions would be wrong in any other. */
  public static Projected of(Srs srs, Crs asked) {
    String name = srs.authority() + ":" + srs.code();
    return switch (CrsCatalog.standard().find(name)) {
      case CrsLookup.Known(var crs) -> new Projected(crs, asked);
      case CrsLookup.Unsupported(var code, var reason) ->
          throw HttpProblem.of(Code.CRS_UNSUPPORTED, code + ": " + reason).refused();
      case CrsLookup.Unknown unknown ->
          throw HttpProblem.of(
                  Code.CRS_UNSUPPORTED, "The collection is stored in " + name + ", unknown here.")
              .refused();
    };
  }

  /** The way of positions to the CRS that they are asked in, for who writes them. */
  public Reprojection reprojection() {
    return toAsked.identity() ? Reprojection.NONE : toAsked::apply;
  }

  /**
   * A box in the stored CRS that holds a box in the asked one, and more besides; {@link
   * Bounds#NONE} if nothing of it is.
   */
  public Bounds toStored(Bounds box) {
    if (toAsked.identity() || box.isNone()) {
      return box;
    }
    Bounds within =
        asked.geographic()
            ? new Bounds(
                Math.max(box.minX(), -180),
                Math.max(box.minY(), -POLE),
                Math.min(box.maxX(), 180),
                Math.min(box.maxY(), POLE))
            : box;
    return grid(Transform.between(asked, stored), within, STEPS).widened();
  }

  /**
   * Whether a stored box may meet a box in the asked CRS; false only where it certainly does not.
   */
  public boolean mayMeet(Bounds row, Bounds box) {
    if (row.isNone()) {
      return true;
    }
    if (toAsked.identity()) {
      return row.meets(box);
    }
    boolean point = row.minX() == row.maxX() && row.minY() == row.maxY();
    Bounds around = grid(toAsked, row, point ? 0 : ROW_STEPS).widened();
    return around.isNone() || around.meets(box);
  }

  /** Whether a feature's geometry itself meets a box in the asked CRS that its own box may meet. */
  public boolean meets(FeatureRow row, Bounds box) throws IOException {
    Bounds own = row.bounds();
    boolean within =
        toAsked.identity()
            && own.minX() >= box.minX()
            && own.maxX() <= box.maxX()
            && own.minY() >= box.minY()
            && own.maxY() <= box.maxY();
    return row.wkb() == null
        || within
        || new Meeting(new Box(box.minX(), box.minY(), box.maxX(), box.maxY()), reprojection())
            .test(row.wkb());
  }

  /** The box in the asked CRS around a stored box. */
  public Bounds toAsked(Bounds box) {
    return toAsked.identity() || box.isNone() ? box : grid(toAsked, box, STEPS).around;
  }

  /** A straight edge becomes a curve, so the box is sampled on a grid, not only at its corners. */
  private static Grid grid(Transform transform, Bounds box, int steps) {
    Grid grid = new Grid(steps + 1);
    double[] position = new double[2];
    for (int i = 0; i <= steps; i++) {
      for (int j = 0; j <= steps; j++) {
        position[0] = box.minX() + (box.maxX() - box.minX()) * i / Math.max(1, steps);
        position[1] = box.minY() + (box.maxY() - box.minY()) * j / Math.max(1, steps);
        boolean imaged = transform.apply(position, 0, 1, 2) < 0;
        grid.put(j, imaged ? position[0] : Double.NaN, imaged ? position[1] : Double.NaN);
      }
    }
    return grid;
  }

  /** Images of positions side by side; a column at a time. */
  private static final class Grid {
    private final double[] xs;
    private final double[] ys;
    private Bounds around = Bounds.NONE;
    private double widest;
    private double highest;

    Grid(int rows) {
      this.xs = new double[rows];
      this.ys = new double[rows];
      Arrays.fill(xs, Double.NaN);
    }

    /** Takes the next image of a row; NaN where there is none. */
    void put(int row, double x, double y) {
      apart(row, x, y);
      if (row > 0) {
        apart(row - 1, x, y);
      }
      xs[row] = x;
      ys[row] = y;
      around = Double.isNaN(x) ? around : around.with(new Bounds(x, y, x, y));
    }

    private void apart(int row, double x, double y) {
      double width = Math.abs(x - xs[row]);
      double height = Math.abs(y - ys[row]);
      if (width >= 0 && height >= 0) {
        widest = Math.max(widest, width);
        highest = Math.max(highest, height);
      }
    }

    /** Between two neighbours the image strays less from them than they are apart. */
    Bounds widened() {
      return around.isNone()
          ? around
          : new Bounds(
              around.minX() - widest,
              around.minY() - highest,
              around.maxX() + widest,
              around.maxY() + highest);
    }
  }
}
