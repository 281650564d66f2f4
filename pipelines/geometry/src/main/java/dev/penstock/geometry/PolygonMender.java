package dev.penstock.geometry;

import dev.penstock.geojson.FlatGeometry;
import dev.penstock.geojson.GeometryKind;
import dev.penstock.geometry.GeometryInputs.OnInvalid;
import dev.penstock.job.Problem;
import dev.penstock.topology.Defect;
import dev.penstock.topology.Findings;
import dev.penstock.topology.PolygonRepair;
import dev.penstock.topology.Repair;
import dev.penstock.topology.RepairLimits;
import dev.penstock.topology.ValidityCheck;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.util.GeometryFixer;

/**
 * Checks the polygons of a feature (OGC 06-103r4, section 6.1.11) and repairs what is invalid. The
 * topology kernel repairs a Polygon or MultiPolygon without heights. What it leaves, and geometries
 * with heights, go to JTS GeometryFixer, up to so many vertices, because its time and memory grow
 * faster than its input. Not thread-safe.
 */
final class PolygonMender {
  /** More than this would take JTS minutes and gigabytes. */
  private static final int MOST_FOR_JTS = 100_000;

  private final GeometryInputs inputs;
  private final Headroom repairs;
  private final ValidityCheck check = new ValidityCheck();
  private final PolygonRepair repair = new PolygonRepair(RepairLimits.DEFAULT);

  /**
   * A mender.
   *
   * @param repairs bounds the vertices that are repaired at the same time, in the whole process
   */
  PolygonMender(GeometryInputs inputs, Headroom repairs) {
    this.inputs = inputs;
    this.repairs = repairs;
  }

  Validity mend(FlatGeometry geometry) throws InterruptedException {
    Findings findings = firstInvalid(geometry);
    if (findings == null) {
      return new Validity.Valid();
    }
    Defect first = findings.defects().getFirst();
    if (inputs.onInvalid() == OnInvalid.REJECT) {
      return invalid(first.kind().code(), said(findings), first);
    }
    long most = Math.min(inputs.repairVertices(), repairs.bound());
    if (geometry.positions() > most) {
      return overBudget(geometry, findings, most);
    }
    try (var _ = repairs.enter(geometry.positions())) {
      return repaired(geometry, findings);
    }
  }

  private Validity repaired(FlatGeometry geometry, Findings findings) {
    boolean ours = geometry.nodes() == 1 && geometry.dimension() == 2;
    Repair made =
        ours ? repair.repair(new NodePolygons(geometry, 0)) : new Repair.NotConverged(findings);
    return switch (made) {
      case Repair.Untouched _ -> new Validity.Valid();
      case Repair.Repaired(var rings, _, _, _) ->
          new Validity.Mended(rings, geometry.kind(0) == GeometryKind.MULTI_POLYGON);
      case Repair.Empty _ -> empty(findings);
      case Repair.OverBudget _, Repair.NotConverged _ -> byJts(geometry, findings);
    };
  }

  private static Validity byJts(FlatGeometry geometry, Findings findings) {
    if (geometry.positions() > MOST_FOR_JTS) {
      return overBudget(geometry, findings, MOST_FOR_JTS);
    }
    Geometry fixed = GeometryFixer.fix(JtsGeometries.of(geometry));
    return fixed.isEmpty() ? empty(findings) : new Validity.Repaired(fixed);
  }

  private static Validity overBudget(FlatGeometry geometry, Findings findings, long most) {
    return invalid(
        "geometry.repair_budget",
        "%s. Its %,d vertices are more than the %,d of a feature that is repaired (repair-vertices, and 512 bytes of heap for each)."
            .formatted(said(findings), geometry.positions(), most),
        findings.defects().getFirst());
  }

  private static Validity empty(Findings findings) {
    return invalid(
        "geometry.repair_empty",
        said(findings) + ", and a repair leaves nothing of it.",
        findings.defects().getFirst());
  }

  /** What is wrong with the first polygonal node that is not valid; null when all are. */
  private @Nullable Findings firstInvalid(FlatGeometry geometry) {
    for (int node = 0; node < geometry.nodes(); node++) {
      GeometryKind kind = geometry.kind(node);
      if (kind == GeometryKind.POLYGON || kind == GeometryKind.MULTI_POLYGON) {
        Findings findings = check.check(new NodePolygons(geometry, node));
        if (!findings.valid()) {
          return findings;
        }
      }
    }
    return null;
  }

  private static Validity invalid(String code, String detail, Defect at) {
    return new Validity.Invalid(new Problem(code, detail), at.x(), at.y());
  }

  /** For example: self intersection in ring 0 of part 2, at 16.3 48.2; 3 defects in all. */
  private static String said(Findings findings) {
    Defect first = findings.defects().getFirst();
    String kind = first.kind().name().replace('_', ' ').toLowerCase(Locale.ROOT);
    String all = findings.count() == 1 ? "" : "; %,d defects in all".formatted(findings.count());
    return "%s in ring %d of part %d, at %s %s%s"
        .formatted(kind, first.ring(), first.part(), first.x(), first.y(), all);
  }
}
