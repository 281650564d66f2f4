package dev.penstock.topology;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.util.GeometryFixer;

/**
 * Prints how many million vertices a second of thread CPU time the repair reaches on the invalid
 * polygons of a GeoJSON file, and with a second argument, where JTS repairs features of up to so
 * many vertices to something else.
 */
public final class RepairRates {
  private static final int ROUNDS = 4;

  private RepairRates() {}

  /** Runs all measurements. */
  public static void main(String[] args) throws IOException {
    ValidityCheck check = new ValidityCheck();
    List<FlatRings> features =
        ValidityRates.read(Path.of(args[0])).stream()
            .filter(feature -> !check.check(feature).valid())
            .toList();
    for (int round = 0; round < ROUNDS; round++) {
      rate(features);
    }
    if (args.length > 1) {
      compare(features, Integer.parseInt(args[1]));
    }
  }

  private static void rate(List<FlatRings> features) {
    PolygonRepair repair = new PolygonRepair(RepairLimits.DEFAULT);
    Map<Rung, Integer> rungs = new EnumMap<>(Rung.class);
    long vertices = 0;
    int failed = 0;
    long slowest = 0;
    long bytes = allocated();
    long start = cpu();
    for (FlatRings feature : features) {
      long before = cpu();
      vertices += Measures.points(feature);
      switch (repair.repair(feature)) {
        case Repair.Repaired repaired -> rungs.merge(repaired.rung(), 1, Integer::sum);
        case Repair other -> {
          failed++;
          System.out.println(other);
        }
      }
      slowest = Math.max(slowest, cpu() - before);
    }
    double seconds = (cpu() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%d features, %,d vertices: %.2f s CPU, %.2f Mv/s, slowest %.2f s, %.0f bytes/vertex, %s, %d failed%n",
        features.size(),
        vertices,
        seconds,
        vertices / 1e6 / seconds,
        slowest / 1e9,
        (allocated() - bytes) / (double) vertices,
        rungs,
        failed);
  }

  private static void compare(List<FlatRings> features, int most) {
    PolygonRepair repair = new PolygonRepair(RepairLimits.DEFAULT);
    int compared = 0;
    long mine = 0;
    long oracle = 0;
    for (FlatRings feature : features) {
      if (Measures.points(feature) > most) {
        continue;
      }
      long start = cpu();
      Repair result = repair.repair(feature);
      long between = cpu();
      Geometry expected = GeometryFixer.fix(Shapes.jts(feature));
      mine += between - start;
      oracle += cpu() - between;
      compared++;
      if (result instanceof Repair.Repaired repaired) {
        MultiPolygon geometry = Shapes.jts(repaired.rings());
        double difference = Math.abs(geometry.getArea() / expected.getArea() - 1);
        if (difference > 1e-12
            || geometry.getNumGeometries() != expected.getNumGeometries()
            || geometry.getNumPoints() != expected.getNumPoints()) {
          System.out.printf(
              Locale.ROOT,
              "area by %.3g, parts %d and %d, points %d and %d: %s%n",
              difference,
              geometry.getNumGeometries(),
              expected.getNumGeometries(),
              geometry.getNumPoints(),
              expected.getNumPoints(),
              repaired.counts());
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d compared; %.2f s CPU, the oracle %.2f s%n",
        compared,
        mine / 1e9,
        oracle / 1e9);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().threadId());
  }
}
