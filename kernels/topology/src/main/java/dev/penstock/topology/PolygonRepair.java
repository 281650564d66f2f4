package dev.penstock.topology;

import org.jspecify.annotations.Nullable;

/**
 * Makes polygons valid. A place is covered when a polygon covers it: when its shell winds around
 * the place, in either direction and any number of times, and none of its holes does. A hole apart
 * from its shell is a polygon of its own. The result covers the same places, that is, it is what
 * JTS {@code GeometryFixer} and the "structure" method of GEOS make of the polygons.
 *
 * <p>Rings that meet no other keep their positions. Points are computed only where edges cross.
 * Every result has passed a {@link ValidityCheck}. Not thread-safe.
 */
public final class PolygonRepair {
  private final RepairLimits limits;
  private final ValidityCheck check = new ValidityCheck();

  /** A repair within limits. */
  public PolygonRepair(RepairLimits limits) {
    this.limits = limits;
  }

  /** Repairs polygons; the view is not kept. */
  public Repair repair(PolygonRings polygons) {
    Findings found = check.check(polygons);
    if (found.valid()) {
      return new Repair.Untouched(found);
    }
    if (!found.complete()) {
      return new Repair.OverBudget(found);
    }
    Noding noding = new Noding(polygons, limits);
    return switch (noding.run()) {
      case OVER_BUDGET -> new Repair.OverBudget(found);
      case NOT_CONVERGED -> new Repair.NotConverged(found);
      case DONE -> rebuild(polygons, noding, found);
    };
  }

  private Repair rebuild(PolygonRings polygons, Noding noding, Findings found) {
    PlanarMap map = noding.map();
    BoundaryTrace trace = boundary(map, noding.tree(), polygons.parts());
    if (trace == null) {
      return new Repair.NotConverged(found);
    }
    if (trace.rings == 0) {
      return new Repair.Empty(found);
    }
    FlatRings repaired = Assembly.of(trace);
    if (repaired == null) {
      return new Repair.NotConverged(found);
    }
    RepairCounts counts =
        new RepairCounts(
            new RepairCounts.Change(Measures.points(polygons), Measures.points(repaired)),
            new RepairCounts.Change(Measures.rings(polygons), Measures.rings(repaired)),
            new RepairCounts.Change(polygons.parts(), repaired.parts()),
            trace.untouched,
            noding.computed(),
            Measures.area(polygons),
            Measures.area(repaired));
    Rung rung =
        noding.computed() > 0
            ? Rung.CROSSINGS
            : noding.inserted() > 0
                ? Rung.SHARED_POINTS
                : map.marks > 0 ? Rung.TOUCHES : Rung.ROLES;
    return new Repair.Repaired(repaired, rung, counts, found);
  }

  private static @Nullable BoundaryTrace boundary(PlanarMap map, BoxTree tree, int parts) {
    Coverage coverage = new Coverage(map.rings, parts);
    Components components = new Components(map, tree);
    if (tree.effort.isExhausted()) {
      return null;
    }
    new CoverageWalk(map, components, coverage).run();
    coverage.explored();
    components.restore();
    CoverageWalk walk = new CoverageWalk(map, components, coverage);
    walk.run();
    BoundaryTrace trace = new BoundaryTrace(map, walk, coverage);
    return trace.run() ? trace : null;
  }
}
