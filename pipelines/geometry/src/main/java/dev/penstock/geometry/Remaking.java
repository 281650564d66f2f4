package dev.penstock.geometry;

import dev.penstock.crs.Transform;
import dev.penstock.geojson.FlatGeometry;
import dev.penstock.geojson.GeometryKind;
import dev.penstock.geometry.Validity.Patch;
import dev.penstock.geometry.transform.GeometryTransform;
import dev.penstock.geometry.transform.Plan;
import dev.penstock.job.Problem;
import dev.penstock.topology.Findings;
import dev.penstock.topology.PolygonRepair;
import dev.penstock.topology.PolygonRings;
import dev.penstock.topology.Repair;
import dev.penstock.topology.RepairLimits;
import dev.penstock.topology.ValidityCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.GeometryFixer;

/**
 * Applies a {@link Plan} to a geometry that is valid by now, brings it to the CRS of the result,
 * and looks at its polygons again: what a transform has broken is repaired. Not thread-safe.
 */
final class Remaking {
  private static final GeometryFactory FACTORY = new GeometryFactory();

  private final Plan plan;
  private final Transform transform;
  private final ValidityCheck check = new ValidityCheck();
  private final PolygonRepair repair = new PolygonRepair(RepairLimits.DEFAULT);
  private boolean mended;

  Remaking(Plan plan, Transform transform) {
    this.plan = plan;
    this.transform = transform;
  }

  /** What came of it. */
  sealed interface Remade {
    /**
     * A geometry in the CRS of the result.
     *
     * @param mended whether a transform had broken its polygons
     */
    record Done(Geometry geometry, boolean mended) implements Remade {}

    /** A position has no image in the CRS of the result. */
    record Outside() implements Remade {}

    /** Nothing is left, or a transform did not come to an end. */
    record Failed(Problem problem) implements Remade {}
  }

  boolean idle() {
    return plan.isNothing();
  }

  Remade remake(FlatGeometry flat, Map<Integer, Patch> patches) {
    mended = false;
    try {
      Geometry geometry = whole(flat, 0, patches);
      for (GeometryTransform step : plan.before()) {
        geometry = step.apply(geometry);
      }
      geometry = geometry.copy();
      var moving = new Moving();
      geometry.apply(moving);
      if (moving.failed) {
        return new Remade.Outside();
      }
      for (GeometryTransform step : plan.after()) {
        geometry = valid(step.apply(geometry));
      }
      return geometry.isEmpty()
          ? failed("geometry.transform_empty", "The transforms leave nothing of the geometry.")
          : new Remade.Done(geometry, mended);
    } catch (RuntimeException e) {
      // JTS throws all kinds of them where rounding defeats it. That is one feature's trouble.
      return failed(
          "geometry.transform_failed",
          "A transform failed (%s).".formatted(e.getClass().getSimpleName()));
    }
  }

  private static Remade failed(String code, String detail) {
    return new Remade.Failed(new Problem(code, detail));
  }

  private static Geometry whole(FlatGeometry flat, int node, Map<Integer, Patch> patches) {
    Patch patch = patches.get(node);
    if (patch != null) {
      return switch (patch) {
        case Patch.Rings(var rings, var multi, _) -> JtsRings.polygons(rings, multi);
        case Patch.Jts(var geometry, _) -> geometry;
      };
    }
    if (flat.kind(node) != GeometryKind.GEOMETRY_COLLECTION) {
      return JtsGeometries.of(flat, node);
    }
    List<Geometry> children = new ArrayList<>();
    for (int child = node + 1; child < flat.nodeEnd(node); child = flat.nodeEnd(child)) {
      children.add(whole(flat, child, patches));
    }
    return FACTORY.createGeometryCollection(children.toArray(Geometry[]::new));
  }

  private Geometry valid(Geometry geometry) {
    return switch (geometry) {
      case Polygon polygon -> polygon.isEmpty() ? polygon : polygons(polygon, false);
      case MultiPolygon polygons -> polygons.isEmpty() ? polygons : polygons(polygons, true);
      case GeometryCollection collection
          when collection.getClass().equals(GeometryCollection.class) -> {
        var members = new ArrayList<Geometry>();
        for (int i = 0; i < collection.getNumGeometries(); i++) {
          Geometry member = valid(collection.getGeometryN(i));
          if (!member.isEmpty()) {
            members.add(member);
          }
        }
        yield FACTORY.createGeometryCollection(members.toArray(Geometry[]::new));
      }
      default -> geometry;
    };
  }

  private Geometry polygons(Geometry given, boolean multi) {
    PolygonRings rings = JtsRings.of(given);
    Findings findings = check.check(rings);
    if (findings.valid()) {
      return given;
    }
    mended = true;
    return switch (repair.repair(rings, findings)) {
      case Repair.Untouched _ -> given;
      case Repair.Repaired(var repaired, _, _, _) -> JtsRings.polygons(repaired, multi);
      case Repair.Empty _ -> FACTORY.createPolygon();
      case Repair.OverBudget _ -> throw new IllegalStateException("its repair takes too much work");
      case Repair.NotConverged _ -> GeometryFixer.fix(given);
    };
  }

  /** Brings each position to the CRS of the result, in place. */
  private final class Moving implements CoordinateSequenceFilter {
    private final double[] place = new double[2];
    private boolean failed;

    @Override
    public void filter(CoordinateSequence sequence, int i) {
      place[0] = sequence.getOrdinate(i, Coordinate.X);
      place[1] = sequence.getOrdinate(i, Coordinate.Y);
      failed |= transform.apply(place, 0, 1, 2) >= 0;
      sequence.setOrdinate(i, Coordinate.X, place[0]);
      sequence.setOrdinate(i, Coordinate.Y, place[1]);
    }

    @Override
    public boolean isDone() {
      return failed;
    }

    @Override
    public boolean isGeometryChanged() {
      return !transform.identity();
    }
  }
}
