package dev.penstock.server.collection;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsLookup;
import dev.penstock.crs.Transform;
import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.Srs;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;

/** Boxes and positions between WGS 84 and the CRS that a collection is stored in. */
final class Projected {
  private static final int STEPS = 20;

  /** Nearer to a pole Mercator leaves the doubles. */
  private static final double POLE = 89.999999;

  private final Crs stored;

  private Projected(Crs stored) {
    this.stored = stored;
  }

  /** Refused for a CRS that we do not know: its positions would be wrong in WGS 84. */
  static Projected of(Srs srs) {
    String name = srs.authority() + ":" + srs.code();
    return switch (CrsCatalog.standard().find(name)) {
      case CrsLookup.Known(var crs) -> new Projected(crs);
      case CrsLookup.Unsupported(var code, var reason) ->
          throw HttpProblem.of(Code.CRS_UNSUPPORTED, code + ": " + reason).refused();
      case CrsLookup.Unknown unknown ->
          throw HttpProblem.of(
                  Code.CRS_UNSUPPORTED, "The collection is stored in " + name + ", unknown here.")
              .refused();
    };
  }

  Transform toWgs84() {
    return Transform.between(stored, CrsCatalog.crs84());
  }

  /** The box in the stored CRS around a box in WGS 84; {@link Bounds#NONE} if nothing of it is. */
  Bounds fromWgs84(Bounds box) {
    var within =
        new Bounds(box.minX(), Math.max(box.minY(), -POLE), box.maxX(), Math.min(box.maxY(), POLE));
    return around(Transform.between(CrsCatalog.crs84(), stored), box, within);
  }

  /** The box in WGS 84 around a stored box. */
  Bounds toWgs84(Bounds box) {
    return around(toWgs84(), box, box);
  }

  /** A straight edge becomes a curve, so the box is sampled on a grid, not only at its corners. */
  private static Bounds around(Transform transform, Bounds whole, Bounds box) {
    if (transform.identity() || whole.isNone()) {
      return whole;
    }
    Bounds around = Bounds.NONE;
    double[] position = new double[2];
    for (int i = 0; i <= STEPS; i++) {
      for (int j = 0; j <= STEPS; j++) {
        position[0] = box.minX() + (box.maxX() - box.minX()) * i / STEPS;
        position[1] = box.minY() + (box.maxY() - box.minY()) * j / STEPS;
        if (transform.apply(position, 0, 1, 2) < 0) {
          double x = position[0];
          double y = position[1];
          around = around.with(new Bounds(x, y, x, y));
        }
      }
    }
    return around;
  }
}
