package dev.penstock.topology;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.operation.valid.IsValidOp;

/**
 * What must hold for any polygons on a small grid: the verdict is that of JTS, and what is repaired
 * is valid for both. Jazzer finds the polygons; {@link FuzzTest} runs it.
 */
public final class PolygonFuzz {
  private static final int NEXT_RING = 0xFE;
  private static final int NEXT_PART = 0xFF;

  private PolygonFuzz() {}

  /** Called by Jazzer. A byte is a position, four bits for each ordinate, or begins a ring. */
  public static void fuzzerTestOneInput(byte[] data) {
    FlatRings polygons = polygons(data);
    if (polygons.parts() == 0) {
      return;
    }
    Findings findings = new ValidityCheck().check(polygons);
    boolean valid = new IsValidOp(Shapes.jts(polygons)).isValid();
    if (findings.valid() != valid) {
      throw new AssertionError(findings + " but JTS says " + valid + " of " + Shapes.jts(polygons));
    }
    Repair repair = new PolygonRepair(RepairLimits.DEFAULT).repair(polygons, findings);
    if (repair instanceof Repair.Repaired(var rings, _, _, _)
        && !(new ValidityCheck().check(rings).valid()
            && new IsValidOp(Shapes.jts(rings)).isValid())) {
      throw new AssertionError("repaired, not valid: " + Shapes.jts(polygons));
    }
  }

  private static FlatRings polygons(byte[] data) {
    var ordinates = new ArrayList<Double>();
    var rings = new ArrayList<Integer>(List.of(0));
    var parts = new ArrayList<Integer>(List.of(0));
    int first = 0;
    for (byte each : data) {
      int b = each & 0xFF;
      if (b < NEXT_RING) {
        ordinates.add((double) (b >> 4));
        ordinates.add((double) (b & 15));
        continue;
      }
      first = endRing(ordinates, rings, first);
      if (b == NEXT_PART && rings.size() - 1 > parts.getLast()) {
        parts.add(rings.size() - 1);
      }
    }
    endRing(ordinates, rings, first);
    if (rings.size() - 1 > parts.getLast()) {
      parts.add(rings.size() - 1);
    }
    return new FlatRings(
        ordinates.stream().mapToDouble(Double::doubleValue).toArray(),
        2,
        rings.stream().mapToInt(Integer::intValue).toArray(),
        parts.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Closes a ring of three positions at least; drops the others. */
  private static int endRing(List<Double> ordinates, List<Integer> rings, int first) {
    if (ordinates.size() - first < 6) {
      while (ordinates.size() > first) {
        ordinates.removeLast();
      }
      return first;
    }
    ordinates.add(ordinates.get(first));
    ordinates.add(ordinates.get(first + 1));
    rings.add(ordinates.size() / 2);
    return ordinates.size();
  }
}
