package dev.penstock.server.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Polygons of about 400 vertices; every twentieth crosses itself, every hundredth is no polygon.
 */
final class DensePayload {
  private static final int CORNERS = 400;

  private DensePayload() {}

  /** About 10 kB a feature; always the same bytes. */
  static Path write(Path file, int features) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("{\"type\":\"FeatureCollection\",\"features\":[\n");
      for (int i = 0; i < features; i++) {
        out.write(i == 0 ? "" : ",\n");
        out.write(feature(i));
      }
      out.write("\n]}\n");
    }
    return file;
  }

  private static String feature(int number) {
    var ring = new StringBuilder(12_000);
    String first = position(number, 0);
    ring.append(first);
    for (int corner = 1; corner < CORNERS; corner++) {
      // Two corners far apart change places: the ring crosses itself.
      boolean swapped = number % 20 == 7 && (corner == 100 || corner == 300);
      ring.append(',').append(position(number, swapped ? CORNERS - corner : corner));
    }
    String rings = number % 100 == 42 ? first : ring + "," + first;
    return "{\"type\":\"Feature\",\"id\":%d,\"properties\":{\"name\":\"plot %d\"},"
            .formatted(number, number)
        + "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[["
        + rings
        + "]]}}";
  }

  private static String position(int number, int corner) {
    double angle = 2 * Math.PI * corner / CORNERS;
    double radius = 0.04 + 0.005 * Math.sin(7 * angle + number);
    return String.format(
        Locale.ROOT,
        "[%.7f,%.7f]",
        -170 + number % 300 + radius * Math.cos(angle),
        -60 + Math.floorDiv(number, 300) * 0.1 + radius * Math.sin(angle));
  }
}
