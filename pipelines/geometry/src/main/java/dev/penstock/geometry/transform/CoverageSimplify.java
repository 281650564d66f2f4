package dev.penstock.geometry.transform;

import java.util.List;
import java.util.TreeMap;
import org.locationtech.jts.coverage.CoverageSimplifier;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygonal;

/**
 * Simplifies polygons that share borders so that they still share them: by Visvalingam and Whyatt,
 * each border once. It needs all of them, so features go through it twice: first they are given in,
 * and stay as they are; behind {@link #solve} each is given what became of it. Points, lines and
 * collections stay as they are. Used by one thread.
 */
public final class CoverageSimplify implements GeometryTransform {
  private final double tolerance;
  private final TreeMap<Integer, Geometry> members = new TreeMap<>();
  private int current;
  private boolean solved;

  /**
   * A simplification.
   *
   * @param tolerance root of the area of the triangles that are dropped, in units of the geometry's
   *     system
   */
  CoverageSimplify(double tolerance) {
    this.tolerance = tolerance;
  }

  /** Says which feature comes next, by its number. */
  public void next(int feature) {
    current = feature;
  }

  /** All features were given in. */
  public void solve() {
    if (!members.isEmpty()) {
      Geometry[] simplified =
          CoverageSimplifier.simplify(members.values().toArray(Geometry[]::new), tolerance);
      // In the order of their numbers, as they were given to it.
      var results = List.of(simplified).iterator();
      members.replaceAll((feature, before) -> results.next());
    }
    solved = true;
  }

  @Override
  public Geometry apply(Geometry geometry) {
    if (!solved) {
      if (geometry instanceof Polygonal && !geometry.isEmpty()) {
        members.put(current, geometry);
      }
      return geometry;
    }
    Geometry simplified = members.remove(current);
    return simplified == null ? geometry : simplified;
  }
}
