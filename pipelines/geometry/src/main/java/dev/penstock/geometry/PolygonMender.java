package dev.penstock.geometry;

import dev.penstock.geojson.FlatGeometry;
import dev.penstock.geojson.GeometryKind;
import dev.penstock.geometry.GeometryInputs.OnInvalid;
import dev.penstock.geometry.Validity.Patch;
import dev.penstock.topology.DefectKind;
import dev.penstock.topology.Findings;
import dev.penstock.topology.PolygonRepair;
import dev.penstock.topology.Repair;
import dev.penstock.topology.RepairLimits;
import dev.penstock.topology.ValidityCheck;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the polygons of a feature (OGC 06-103r4, section 6.1.11) and repairs those that are not
 * valid, and nothing besides. The topology kernel repairs them; the few for which it finds no end
 * go to {@link JtsRung}. Not thread-safe.
 */
final class PolygonMender {
  private final GeometryInputs inputs;
  private final Headroom repairs;
  private final JtsRung jts;
  private final ValidityCheck check = new ValidityCheck();
  private final PolygonRepair repair = new PolygonRepair(RepairLimits.DEFAULT);

  /**
   * A mender.
   *
   * @param repairs bounds the vertices that are repaired at the same time, in the whole process
   */
  PolygonMender(GeometryInputs inputs, Headroom repairs, JtsRung jts) {
    this.inputs = inputs;
    this.repairs = repairs;
    this.jts = jts;
  }

  Validity mend(FlatGeometry geometry) throws InterruptedException {
    int node = nextPolygonal(geometry, 0);
    while (node >= 0) {
      Findings findings = check(geometry, node);
      if (!findings.valid()) {
        return mend(geometry, node, findings);
      }
      node = nextPolygonal(geometry, node + 1);
    }
    return new Validity.Valid();
  }

  private Validity mend(FlatGeometry geometry, int first, Findings findings)
      throws InterruptedException {
    Validity.Invalid hopeless = hopeless(geometry, findings);
    if (hopeless != null) {
      return hopeless;
    }
    try (var _ = repairs.enter(geometry.positions())) {
      var patches = new HashMap<Integer, Patch>();
      Validity.Invalid failed = patch(geometry, first, findings, patches);
      int node = nextPolygonal(geometry, first + 1);
      while (node >= 0 && failed == null) {
        Findings found = check(geometry, node);
        failed = found.valid() ? null : patch(geometry, node, found, patches);
        node = nextPolygonal(geometry, node + 1);
      }
      return failed == null ? new Validity.Mended(patches) : failed;
    }
  }

  /** What need not be tried: not wanted, out of range, or too large. */
  private Validity.@Nullable Invalid hopeless(FlatGeometry geometry, Findings findings) {
    if (inputs.onInvalid() == OnInvalid.REJECT) {
      return Faults.as(findings.defects().getFirst().kind().code(), findings, "");
    }
    long most = Math.min(inputs.repairVertices(), repairs.bound());
    return geometry.positions() > most
        ? Faults.tooLarge(findings, geometry.positions(), most)
        : null;
  }

  /** Repairs a node; answers why that is not possible. */
  private Validity.@Nullable Invalid patch(
      FlatGeometry geometry, int node, Findings findings, Map<Integer, Patch> patches)
      throws InterruptedException {
    if (findings.defects().getFirst().kind() == DefectKind.ORDINATE_RANGE) {
      return Faults.outOfRange(findings);
    }
    Repair made = repair.repair(new NodePolygons(geometry, node), findings);
    stopIfAsked();
    Validity.Invalid failed =
        switch (made) {
          case Repair.Untouched _ -> null;
          case Repair.Repaired(var rings, var rung, var counts, _) -> {
            boolean multi = geometry.kind(node) == GeometryKind.MULTI_POLYGON;
            patches.put(node, new Patch.Rings(rings, multi, Mending.of(rung, counts, multi)));
            yield null;
          }
          case Repair.Empty _ -> Faults.empty(findings);
          case Repair.OverBudget _ -> Faults.tooTangled(findings);
          case Repair.NotConverged _ -> jts.patch(geometry, node, findings, patches);
        };
    Patch patch = patches.get(node);
    if (patch != null && 100 * patch.mending().areaChange() > inputs.maxAreaChange()) {
      double percent = 100 * patch.mending().areaChange();
      return Faults.changesTooMuch(findings, percent, inputs.maxAreaChange());
    }
    return failed;
  }

  private Findings check(FlatGeometry geometry, int node) throws InterruptedException {
    Findings findings = check.check(new NodePolygons(geometry, node));
    stopIfAsked();
    return findings;
  }

  /** The kernel gives up when it is interrupted; what it answers then is not true. */
  private static void stopIfAsked() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static int nextPolygonal(FlatGeometry geometry, int from) {
    for (int node = from; node < geometry.nodes(); node++) {
      GeometryKind kind = geometry.kind(node);
      if (kind == GeometryKind.POLYGON || kind == GeometryKind.MULTI_POLYGON) {
        return node;
      }
    }
    return -1;
  }
}
