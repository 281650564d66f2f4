package dev.penstock.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * The payload of the webhook that blocked its server: dense star-shaped polygons of about 400
 * vertices with eight digits after the point, every twentieth a bowtie. 4,748 of them are 50 MB.
 * The same seed gives the same bytes.
 */
public final class DensePolygons {
  /** Features in 50 MB. */
  public static final int FEATURES_50_MB = 4_748;

  private static final int VERTICES = 400;
  private static final int COLUMNS = 70;

  private DensePolygons() {}

  /** Writes a FeatureCollection. */
  public static void write(Path file, int features) throws IOException {
    try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      write(out, features);
    }
  }

  /** Writes a FeatureCollection. */
  public static void write(OutputStream out, int features) throws IOException {
    var random = new Random(7);
    out.write("{\"type\":\"FeatureCollection\",\"features\":[\n".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < features; i++) {
      var text = new StringBuilder(12_000);
      if (i > 0) {
        text.append(",\n");
      }
      append(text, i, random);
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    out.write("\n]}\n".getBytes(StandardCharsets.UTF_8));
  }

  /** Writes them as the parts of one feature; a single part, in the middle, is a bowtie. */
  public static void writeOne(OutputStream out, int parts) throws IOException {
    var random = new Random(7);
    out.write(
        "{\"type\":\"Feature\",\"id\":0,\"properties\":{},\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[\n"
            .getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < parts; i++) {
      var text = new StringBuilder(12_000).append(i > 0 ? ",\n[[" : "[[");
      appendRing(text, i, i == parts / 2, random);
      out.write(text.append("]]").toString().getBytes(StandardCharsets.UTF_8));
    }
    out.write("\n]}}\n".getBytes(StandardCharsets.UTF_8));
  }

  private static void append(StringBuilder text, int index, Random random) {
    text.append("{\"type\":\"Feature\",\"id\":").append(index);
    text.append(",\"properties\":{\"name\":\"Parcel ").append(index);
    text.append("\",\"class\":").append(index % 7);
    text.append("},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
    appendRing(text, index, index % 20 == 0, random);
    text.append("]]}}");
  }

  private static void appendRing(StringBuilder text, int index, boolean bowtie, Random random) {
    double x = -100 + 2.5 * (index % COLUMNS);
    double y = -60 + 1.5 * (index / COLUMNS % COLUMNS);
    double[] ring = ring(x, y, random);
    if (bowtie) {
      swap(ring);
    }
    for (int i = 0; i < ring.length; i += 2) {
      text.append('[').append(ring[i]).append(',').append(ring[i + 1]).append("],");
    }
    text.append('[').append(ring[0]).append(',').append(ring[1]).append(']');
  }

  private static double[] ring(double x, double y, Random random) {
    double[] ring = new double[2 * VERTICES];
    for (int i = 0; i < VERTICES; i++) {
      double angle = 2 * Math.PI * i / VERTICES;
      double radius = 0.4 + 0.05 * random.nextDouble();
      ring[2 * i] = round(x + radius * Math.cos(angle));
      ring[2 * i + 1] = round(y + radius * Math.sin(angle));
    }
    return ring;
  }

  /** Eight digits after the point. */
  private static double round(double value) {
    return Math.round(value * 1e8) / 1e8;
  }

  /** Two neighbours far apart change places: the ring crosses itself. */
  private static void swap(double[] ring) {
    int a = 0;
    int b = VERTICES;
    for (int k = 0; k < 2; k++) {
      double held = ring[a + k];
      ring[a + k] = ring[b + k];
      ring[b + k] = held;
    }
  }
}
