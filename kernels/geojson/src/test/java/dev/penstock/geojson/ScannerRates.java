package dev.penstock.geojson;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Prints how many MB a second of thread CPU time the cutter, the reader and Jackson 3 reach on 50
 * MB of dense polygons, or on the file named as argument. Best of eight rounds in one process.
 */
public final class ScannerRates {
  private static final int ROUNDS = 8;

  /** One pass over the text; answers a check sum. */
  private interface Work {
    double run() throws IOException;
  }

  private ScannerRates() {}

  /** Runs all measurements. */
  public static void main(String[] args) throws IOException {
    byte[] text = args.length > 0 ? Files.readAllBytes(Path.of(args[0])) : densePolygons();
    System.out.printf(Locale.ROOT, "%d bytes%n", text.length);
    rate("cut", text, () -> cut(text));
    rate("cut + read", text, () -> cutAndRead(text));
    rate("Jackson 3, fast doubles", text, () -> jackson(text));
    rate("Jackson 3, tokens only", text, () -> jacksonTokens(text));
  }

  /** 4,748 polygons, 50 MB, of about 445 vertices with 5 to 7 decimals. */
  static byte[] densePolygons() {
    Random random = new Random(4748);
    StringBuilder text = new StringBuilder(60_000_000);
    text.append("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (int i = 0; i < 4748; i++) {
      text.append(i == 0 ? "" : ",\n").append("{\"type\":\"Feature\",\"id\":").append(i);
      text.append(",\"properties\":{\"name\":\"Parcel ").append(i);
      text.append("\",\"crop\":\"maïs\",\"area\":").append(random.nextInt(100_000));
      text.append("},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
      ring(text, random);
      text.append("]]}}");
    }
    return text.append("\n]}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void ring(StringBuilder text, Random random) {
    double x = random.nextDouble() * 340 - 170;
    double y = random.nextDouble() * 160 - 80;
    int count = 425 + random.nextInt(40);
    String first = "";
    for (int k = 0; k < count; k++) {
      double angle = 2 * Math.PI * k / count;
      double radius = 0.5 + 0.2 * random.nextDouble();
      int decimals = 5 + random.nextInt(3);
      String format = "[%." + decimals + "f,%." + decimals + "f]";
      String position =
          String.format(
              Locale.ROOT, format, x + radius * Math.cos(angle), y + radius * Math.sin(angle));
      first = k == 0 ? position : first;
      text.append(position).append(',');
    }
    text.append(first);
  }

  private static double cut(byte[] text) throws IOException {
    FeatureCutter cutter = new FeatureCutter(new ByteArrayInputStream(text), CutLimits.DEFAULT);
    double sum = 0;
    while (cutter.next() instanceof FeatureSpan span) {
      sum += span.vertexEstimate();
    }
    return sum;
  }

  private static double cutAndRead(byte[] text) throws IOException {
    FeatureCutter cutter = new FeatureCutter(new ByteArrayInputStream(text), CutLimits.DEFAULT);
    FeatureReader reader = new FeatureReader(ReadLimits.DEFAULT);
    double sum = 0;
    while (cutter.next() instanceof FeatureSpan span) {
      int from = (int) span.offset();
      FeatureDraft draft =
          reader.read(text, from, from + (int) span.length(), span.offset(), span.index());
      FlatGeometry geometry = draft.geometry();
      int count = geometry.positions() * geometry.dimension();
      double[] ordinates = geometry.ordinates();
      for (int i = 0; i < count; i++) {
        sum += ordinates[i];
      }
    }
    return sum;
  }

  private static double jackson(byte[] text) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();
    double sum = 0;
    try (JsonParser parser =
        factory.createParser(ObjectReadContext.empty(), new ByteArrayInputStream(text))) {
      JsonToken token = parser.nextToken();
      while (token != null) {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
          sum += parser.getDoubleValue();
        }
        token = parser.nextToken();
      }
    }
    return sum;
  }

  private static double jacksonTokens(byte[] text) throws IOException {
    double count = 0;
    try (JsonParser parser =
        new JsonFactory().createParser(ObjectReadContext.empty(), new ByteArrayInputStream(text))) {
      while (parser.nextToken() != null) {
        count++;
      }
    }
    return count;
  }

  private static void rate(String what, byte[] text, Work work) throws IOException {
    double best = Double.MAX_VALUE;
    double answer = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long before = cpu();
      answer = work.run();
      best = Math.min(best, (cpu() - before) / 1e9);
    }
    System.out.printf(
        Locale.ROOT,
        "%-24s %7.0f MB/s CPU   (%.3f s, check sum %.6f)%n",
        what,
        text.length / 1e6 / best,
        best,
        answer);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
