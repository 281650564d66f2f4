package dev.penstock.topology;

import dev.penstock.geojson.CutLimits;
import dev.penstock.geojson.FeatureCutter;
import dev.penstock.geojson.FeatureDraft;
import dev.penstock.geojson.FeatureReader;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.geojson.GeometryKind;
import dev.penstock.geojson.ReadLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.operation.valid.IsValidOp;

/**
 * Prints how many million vertices a second of thread CPU time the check reaches on the polygons of
 * a GeoJSON file, what it finds, and with a second argument "oracle", where JTS answers otherwise.
 */
public final class ValidityRates {
  private static final int ROUNDS = 6;

  private ValidityRates() {}

  /** Runs all measurements. */
  public static void main(String[] args) throws IOException {
    List<FlatRings> features = read(Path.of(args[0]));
    long vertices = features.stream().mapToLong(f -> f.ordinates().length / 2).sum();
    System.out.printf(Locale.ROOT, "%d features, %,d vertices%n", features.size(), vertices);
    for (int round = 0; round < ROUNDS; round++) {
      rate(features, vertices);
    }
    if (args.length > 1 && args[1].equals("oracle")) {
      compare(features);
    }
  }

  private static void rate(List<FlatRings> features, long vertices) {
    ValidityCheck check = new ValidityCheck();
    long bytes = allocated();
    long start = cpu();
    int invalid = 0;
    Map<DefectKind, Long> counts = new EnumMap<>(DefectKind.class);
    long slowest = 0;
    long steps = 0;
    for (FlatRings feature : features) {
      long before = cpu();
      Findings findings = check.check(feature);
      slowest = Math.max(slowest, cpu() - before);
      steps += check.steps();
      invalid += findings.valid() ? 0 : 1;
      findings.counts().forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    }
    double seconds = (cpu() - start) / 1e9;
    int largest = features.stream().mapToInt(f -> f.ordinates().length / 2).max().orElse(1);
    System.out.printf(
        Locale.ROOT,
        "%.3f s CPU, %.2f Mv/s, slowest %.3f s, %.1f bytes per vertex of the largest; %,d steps; %d invalid %s%n",
        seconds,
        vertices / 1e6 / seconds,
        slowest / 1e9,
        (allocated() - bytes) / (double) largest,
        steps,
        invalid,
        counts);
  }

  private static void compare(List<FlatRings> features) {
    ValidityCheck check = new ValidityCheck();
    int differ = 0;
    for (int i = 0; i < features.size(); i++) {
      MultiPolygon geometry = Shapes.jts(features.get(i));
      boolean valid = new IsValidOp(geometry).isValid();
      Findings findings = check.check(features.get(i));
      if (valid != findings.valid()) {
        differ++;
        System.out.println("feature " + i + ": oracle " + valid + ", " + findings);
      }
    }
    System.out.println(differ + " verdicts differ from the oracle's");
  }

  /** All polygons of a file, each feature in arrays of its own. */
  static List<FlatRings> read(Path file) throws IOException {
    byte[] text = Files.readAllBytes(file);
    FeatureCutter cutter = new FeatureCutter(new ByteArrayInputStream(text), CutLimits.DEFAULT);
    FeatureReader reader = new FeatureReader(ReadLimits.DEFAULT);
    List<FlatRings> features = new ArrayList<>();
    while (cutter.next() instanceof FeatureSpan span) {
      int from = Math.toIntExact(span.offset());
      int to = from + Math.toIntExact(span.length());
      FeatureDraft draft = reader.read(text, from, to, span.offset(), span.index());
      GeometryKind kind = draft.isLocated() ? draft.geometry().kind(0) : GeometryKind.POINT;
      if (kind == GeometryKind.POLYGON || kind == GeometryKind.MULTI_POLYGON) {
        features.add(copy(new FlatPolygons(draft.geometry())));
      }
    }
    return features;
  }

  private static FlatRings copy(PolygonRings view) {
    int rings = view.lastRing(view.parts() - 1);
    int[] partStart = new int[view.parts() + 1];
    int[] ringStart = new int[rings + 1];
    for (int p = 0; p < view.parts(); p++) {
      partStart[p + 1] = view.lastRing(p);
    }
    for (int r = 0; r < rings; r++) {
      ringStart[r + 1] = view.lastPosition(r);
    }
    double[] ordinates = Arrays.copyOf(view.ordinates(), ringStart[rings] * view.stride());
    return new FlatRings(ordinates, view.stride(), ringStart, partStart);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().threadId());
  }
}
