package dev.penstock.bench;

import dev.penstock.geojson.CutLimits;
import dev.penstock.geojson.FeatureCutter;
import dev.penstock.geojson.FeatureReader;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.geojson.ReadLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Our scanner and reader beside Jackson 3 with fast doubles, on the same 50 MB, in one run. */
final class ScannerBench {
  private static final int ROUNDS = 9;

  private ScannerBench() {}

  static void run() throws IOException {
    var out = new ByteArrayOutputStream(64 << 20);
    DensePolygons.write(out, DensePolygons.FEATURES_50_MB);
    byte[] bytes = out.toByteArray();
    double[] cut = new double[ROUNDS];
    double[] both = new double[ROUNDS];
    double[] jackson = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = cpu();
      List<FeatureSpan> spans = cut(bytes);
      cut[round] = rate(bytes, start);
      read(bytes, spans);
      both[round] = rate(bytes, start);
      start = cpu();
      jackson(bytes);
      jackson[round] = rate(bytes, start);
    }
    System.out.printf(
        "scanner, %.1f MB of dense polygons, one thread, CPU time, median of %d%n",
        bytes.length / 1e6, ROUNDS);
    System.out.printf("  cut into features          %6.0f MB/s%n", median(cut));
    System.out.printf("  cut and read coordinates   %6.0f MB/s%n", median(both));
    System.out.printf("  Jackson 3, fast doubles    %6.0f MB/s%n", median(jackson));
    System.out.printf(
        "  ratio of cut and read to Jackson %.1f, of cutting alone %.1f%n",
        median(both) / median(jackson), median(cut) / median(jackson));
  }

  private static List<FeatureSpan> cut(byte[] bytes) throws IOException {
    var cutter = new FeatureCutter(new ByteArrayInputStream(bytes), CutLimits.DEFAULT);
    var spans = new ArrayList<FeatureSpan>();
    while (cutter.next() instanceof FeatureSpan span) {
      spans.add(span);
    }
    return spans;
  }

  private static void read(byte[] bytes, List<FeatureSpan> spans) {
    var reader = new FeatureReader(ReadLimits.DEFAULT);
    for (FeatureSpan span : spans) {
      int from = Math.toIntExact(span.offset());
      int to = Math.toIntExact(span.offset() + span.length());
      if (reader.read(bytes, from, to, span.offset(), span.index()).rejected()) {
        throw new IllegalStateException("feature " + span.index() + " is rejected");
      }
    }
  }

  private static void jackson(byte[] bytes) {
    var factory = JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();
    double sum = 0;
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
          sum += parser.getDoubleValue();
        }
      }
    }
    if (Double.isNaN(sum)) {
      throw new IllegalStateException("not numbers");
    }
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double rate(byte[] bytes, long start) {
    return bytes.length / 1e6 / ((cpu() - start) / 1e9);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
