package dev.penstock.topology;

import org.jspecify.annotations.Nullable;

/**
 * Makes polygons valid. A place is covered when a polygon covers it: when its shell winds around
 * the place, in either direction and any number of times, and none of its holes does. A hole apart
 * from its shell is a polygon of its own. The result covers the same places, that is, it is what
 * JTS {@code GeometryFixer} and the "structure" method of GEOS make of the polygons.
 *
 * <p>Rings that meet no other keep their positions. Points are computed only where edges cross;
 * their height is the mean of both edges there. A third number of positions is their height. Every
 * result has passed all rules of {@link ValidityCheck}. Work is counted, and ends at {@link
 * RepairLimits} or with an interrupt of the thread; both are answers, not exceptions. Takes about
 * 70 bytes a position while it runs, and keeps none of them. Not thread-safe.
 */
public final class PolygonRepair {
  private final RepairLimits limits;
  private final ValidityCheck check = new ValidityCheck();
  private long steps;

  /** A repair within limits. */
  public PolygonRepair(RepairLimits limits) {
    this.limits = limits;
  }

  /** Checks polygons, and repairs them if they are not valid; the view is not kept. */
  public Repair repair(PolygonRings polygons) {
    return repair(polygons, check.check(polygons));
  }

  /**
   * Repairs polygons that were checked already; the view is not kept.
   *
   * @param found what a {@link ValidityCheck} found in these very polygons
   */
  public Repair repair(PolygonRings polygons, Findings found) {
    steps = 0;
    if (found.valid()) {
      return new Repair.Untouched(found);
    }
    if (!found.complete()) {
      return new Repair.OverBudget(found, boundOf(found));
    }
    Effort effort = Effort.ofRepair(limits);
    Repair repaired = repair(polygons, found, effort);
    steps = effort.spent();
    return repaired;
  }

  private static Repair.Bound boundOf(Findings found) {
    if (found.count(DefectKind.ORDINATE_RANGE) > 0) {
      return Repair.Bound.RANGE;
    }
    if (Thread.currentThread().isInterrupted()) {
      return Repair.Bound.INTERRUPT;
    }
    return found.count(DefectKind.TOO_COMPLEX) > 0 ? Repair.Bound.STEPS : Repair.Bound.DEFECTS;
  }

  private Repair repair(PolygonRings polygons, Findings found, Effort effort) {
    Traced traced = trace(polygons, effort);
    return switch (traced.outcome()) {
      case TOO_MANY -> new Repair.OverBudget(found, Repair.Bound.DEFECTS);
      case EXHAUSTED -> exhausted(found, effort);
      case NOT_CONVERGED -> new Repair.NotConverged(found);
      case DONE -> assembled(polygons, traced.boundary(), found, effort);
    };
  }

  /** What is left when the noded rings may go: they are as large as the polygons. */
  private record Traced(Noding.Outcome outcome, @Nullable Boundary boundary) {}

  private Traced trace(PolygonRings polygons, Effort effort) {
    Noding noding = new Noding(polygons, limits, effort);
    Noding.Outcome outcome = noding.run();
    boolean done = outcome == Noding.Outcome.DONE;
    return new Traced(outcome, done ? boundary(noding, polygons.parts()) : null);
  }

  private static Repair exhausted(Findings found, Effort effort) {
    Repair.Bound bound = effort.isInterrupted() ? Repair.Bound.INTERRUPT : Repair.Bound.STEPS;
    return new Repair.OverBudget(found, bound);
  }

  /** The boundary of what is covered; null without effort left, or where sides contradict. */
  private static @Nullable Boundary boundary(Noding noding, int parts) {
    PlanarMap map = noding.map();
    Coverage coverage = new Coverage(map.rings, parts);
    Components components = new Components(map, noding.tree());
    Effort effort = noding.tree().effort;
    if (effort.isExhausted() || !new CoverageWalk(map, components, coverage).run(effort)) {
      return null;
    }
    coverage.explored();
    components.restore();
    CoverageWalk walk = new CoverageWalk(map, components, coverage);
    if (!walk.run(effort)) {
      return null;
    }
    return new BoundaryTrace(map, walk, coverage).run(noding);
  }

  private static Repair assembled(
      PolygonRings polygons, @Nullable Boundary boundary, Findings found, Effort effort) {
    if (boundary != null && boundary.rings() == 0) {
      return new Repair.Empty(found);
    }
    FlatRings repaired = boundary == null ? null : Assembly.of(boundary, effort);
    if (effort.isExhausted()) {
      return exhausted(found, effort);
    }
    if (boundary == null || repaired == null) {
      return new Repair.NotConverged(found);
    }
    RepairCounts counts =
        new RepairCounts(
            new RepairCounts.Change(Measures.points(polygons), Measures.points(repaired)),
            new RepairCounts.Change(Measures.rings(polygons), Measures.rings(repaired)),
            new RepairCounts.Change(polygons.parts(), repaired.parts()),
            boundary.untouched(),
            boundary.computed(),
            Measures.area(polygons),
            Measures.area(repaired));
    return new Repair.Repaired(repaired, boundary.rung(), counts, found);
  }

  /** Steps of the last repair, those of its check left out; for tests of its growth. */
  long steps() {
    return steps;
  }
}
