package dev.penstock.geometry;

import dev.penstock.geojson.FlatGeometry;
import dev.penstock.geometry.Validity.Patch;
import dev.penstock.topology.Findings;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.GeometryFixer;

/**
 * The last rung of repair: JTS GeometryFixer. It knows heights, but its time and memory grow faster
 * than its input, so it is only for so many vertices. Thread-safe.
 */
final class JtsRung {
  /** More than this would take JTS minutes and gigabytes. */
  static final int MOST = 100_000;

  private final UnaryOperator<Geometry> fixer;

  JtsRung() {
    this(GeometryFixer::fix);
  }

  /** A rung that fixes with something else. */
  JtsRung(UnaryOperator<Geometry> fixer) {
    this.fixer = fixer;
  }

  /** Repairs a node; answers why that is not possible. */
  Validity.@Nullable Invalid patch(
      FlatGeometry geometry, int node, Findings findings, Map<Integer, Patch> patches) {
    int vertices = vertices(geometry, node);
    if (vertices > MOST) {
      return Faults.tooLargeForJts(findings, vertices, MOST);
    }
    if (!findings.complete()) {
      return Faults.tooTangled(findings);
    }
    Geometry given = JtsGeometries.of(geometry, node);
    Geometry fixed;
    try {
      fixed = fixer.apply(given);
    } catch (RuntimeException e) {
      // JTS throws all kinds of them where rounding defeats it. That is one feature's trouble.
      return Faults.failed(findings, e);
    }
    if (fixed.isEmpty()) {
      return Faults.empty(findings);
    }
    patches.put(node, new Patch.Jts(fixed, mending(given, fixed)));
    return null;
  }

  private static Mending mending(Geometry given, Geometry fixed) {
    return Mending.byJts(
        given.getArea(),
        fixed.getArea(),
        given.getNumGeometries() != fixed.getNumGeometries(),
        given instanceof Polygon && !(fixed instanceof Polygon));
  }

  private static int vertices(FlatGeometry geometry, int node) {
    int from = geometry.firstPosition(geometry.firstSequence(geometry.firstPart(node)));
    int last = geometry.lastSequence(geometry.lastPart(node) - 1) - 1;
    return geometry.lastPosition(last) - from;
  }
}
