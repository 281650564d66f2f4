package dev.penstock.bench;

import dev.penstock.geojson.CutLimits;
import dev.penstock.geojson.FeatureCutter;
import dev.penstock.geojson.FeatureDraft;
import dev.penstock.geojson.FeatureReader;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.geojson.FlatGeometry;
import dev.penstock.geojson.GeometryKind;
import dev.penstock.geojson.ReadLimits;
import dev.penstock.topology.Findings;
import dev.penstock.topology.FlatRings;
import dev.penstock.topology.PolygonRepair;
import dev.penstock.topology.Repair;
import dev.penstock.topology.RepairLimits;
import dev.penstock.topology.Rung;
import dev.penstock.topology.ValidityCheck;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The topology kernel on the polygons of a payload, one thread, its CPU time only: how fast all are
 * checked, and those that are not valid repaired. The first round is cold.
 */
final class TopologyBench {
  private static final int ROUNDS = 4;

  private final ValidityCheck check = new ValidityCheck();
  private final PolygonRepair repair = new PolygonRepair(RepairLimits.DEFAULT);
  private final Map<Rung, Integer> rungs = new EnumMap<>(Rung.class);
  private long checked;
  private long checking;
  private long invalid;
  private long mended;
  private long mending;
  private long slowest;
  private long unrepaired;

  static void run(byte[] body) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      var bench = new TopologyBench();
      bench.round(body);
      System.out.printf("  kernel  %s%s%n", bench.said(), round == 0 ? "  (cold)" : "");
    }
  }

  private void round(byte[] body) throws IOException {
    var cutter = new FeatureCutter(new ByteArrayInputStream(body), CutLimits.DEFAULT);
    var reader = new FeatureReader(ReadLimits.DEFAULT);
    while (cutter.next() instanceof FeatureSpan span) {
      int from = Math.toIntExact(span.offset());
      int to = Math.toIntExact(span.offset() + span.length());
      FeatureDraft draft = reader.read(body, from, to, span.offset(), span.index());
      if (!draft.rejected() && draft.isLocated() && isPolygonal(draft.geometry().kind(0))) {
        feature(rings(draft.geometry()));
      }
    }
  }

  private static boolean isPolygonal(GeometryKind kind) {
    return kind == GeometryKind.POLYGON || kind == GeometryKind.MULTI_POLYGON;
  }

  private void feature(FlatRings polygons) {
    long vertices = polygons.ringStart()[polygons.ringStart().length - 1];
    long start = cpu();
    Findings found = check.check(polygons);
    checking += cpu() - start;
    checked += vertices;
    if (found.valid()) {
      return;
    }
    start = cpu();
    Repair made = repair.repair(polygons, found);
    long took = cpu() - start;
    mending += took;
    mended += vertices;
    slowest = Math.max(slowest, took);
    invalid++;
    if (made instanceof Repair.Repaired repaired) {
      rungs.merge(repaired.rung(), 1, Integer::sum);
    } else {
      unrepaired++;
    }
  }

  private static FlatRings rings(FlatGeometry geometry) {
    int parts = geometry.lastPart(0);
    int[] partStart = new int[parts + 1];
    for (int p = 0; p < parts; p++) {
      partStart[p + 1] = geometry.lastSequence(p);
    }
    int[] ringStart = new int[partStart[parts] + 1];
    for (int r = 0; r < partStart[parts]; r++) {
      ringStart[r + 1] = geometry.lastPosition(r);
    }
    int numbers = ringStart[partStart[parts]] * geometry.dimension();
    double[] ordinates = Arrays.copyOf(geometry.ordinates(), numbers);
    return new FlatRings(ordinates, geometry.dimension(), ringStart, partStart);
  }

  private String said() {
    String repairs =
        invalid == 0
            ? "none to repair"
            : "%d repaired in %.2f s, %.2f Mv/s, the slowest %.2f s; %s, %d left to JTS"
                .formatted(
                    invalid - unrepaired,
                    mending / 1e9,
                    mended * 1e3 / mending,
                    slowest / 1e9,
                    rungs,
                    unrepaired);
    return "%,d vertices checked in %.2f s, %.1f Mv/s; %s"
        .formatted(checked, checking / 1e9, checked * 1e3 / checking, repairs);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
