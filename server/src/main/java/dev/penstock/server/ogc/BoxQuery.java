package dev.penstock.server.ogc;

import dev.penstock.crs.Crs;
import dev.penstock.crs.ProjJson;
import dev.penstock.geometry.store.Bounds;
import dev.penstock.server.web.Query;
import java.util.List;

/**
 * {@code bbox} in the system of {@code bbox-crs}, x before y. In degrees it may cross the
 * antimeridian; then it has two halves.
 */
record BoxQuery(Crs crs, List<Bounds> halves) {
  private static final int LONGEST = 40;

  static BoxQuery of(String text, Crs crs) {
    String[] parts = text.split(",", -1);
    if (parts.length != 4 && parts.length != 6) {
      throw Query.invalid("bbox", "takes four numbers, or six with heights");
    }
    // Heights are not looked at.
    int upper = parts.length / 2;
    double[] edges = {
      number(parts[0]), number(parts[1]), number(parts[upper]), number(parts[upper + 1])
    };
    boolean north = ProjJson.northFirst(crs);
    double minX = edges[north ? 1 : 0];
    double minY = edges[north ? 0 : 1];
    double maxX = edges[north ? 3 : 2];
    double maxY = edges[north ? 2 : 3];
    if (minY > maxY) {
      throw Query.invalid("bbox", "has its lower edge above its upper one");
    }
    if (minX <= maxX) {
      return new BoxQuery(crs, List.of(new Bounds(minX, minY, maxX, maxY)));
    }
    if (!crs.geographic()) {
      throw Query.invalid("bbox", "has its left edge right of its right one");
    }
    return new BoxQuery(
        crs, List.of(new Bounds(minX, minY, 180, maxY), new Bounds(-180, minY, maxX, maxY)));
  }

  /** The one box around both halves. */
  Bounds around() {
    return halves.stream().reduce(Bounds.NONE, Bounds::with);
  }

  private static double number(String part) {
    try {
      double number = part.length() > LONGEST ? Double.NaN : Double.parseDouble(part);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw Query.invalid("bbox", "takes four numbers, or six with heights");
    }
    throw Query.invalid("bbox", "takes finite numbers of at most forty characters");
  }
}
