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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
  private final ValidityCheck check;
  private final List<NodeFindings> found = new ArrayList<>();
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
    this.check = new ValidityCheck(inputs.reading().maxDefects());
  }

  Validity mend(FlatGeometry geometry) throws InterruptedException {
    found.clear();
    for (int node = nextPolygonal(geometry, 0);
        node >= 0;
        node = nextPolygonal(geometry, node + 1)) {
      Findings findings = check(geometry, node);
      if (!findings.valid()) {
        found.add(new NodeFindings(node, findings));
      }
    }
    return found.isEmpty() ? new Validity.Valid() : repaired(geometry);
  }

  /** What is wrong with the polygons that were looked at last. */
  List<NodeFindings> found() {
    return List.copyOf(found);
  }

  /** Another feature, which is not looked at. */
  void forget() {
    found.clear();
  }

  private Validity repaired(FlatGeometry geometry) throws InterruptedException {
    Validity.Invalid hopeless = hopeless(geometry, found.getFirst().findings());
    if (hopeless != null) {
      return hopeless;
    }
    try (var _ = repairs.enter(geometry.positions())) {
      var patches = new HashMap<Integer, Patch>();
      for (NodeFindings each : found) {
        Validity.Invalid failed = patch(geometry, each.node(), each.findings(), patches);
        if (failed != null) {
          return failed;
        }
      }
      return new Validity.Mended(patches);
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
