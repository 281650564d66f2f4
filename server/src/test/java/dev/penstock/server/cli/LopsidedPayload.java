package dev.penstock.server.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Small polygons, and one of 5 MB that crosses itself: too large to be repaired. */
final class LopsidedPayload {
  private static final int CORNERS = 210_000;

  private LopsidedPayload() {}

  /** About 8 MB with 250 features; always the same bytes. */
  static Path write(Path file, int features) throws IOException {
    DensePayload.write(file, features - 1);
    String small = Files.readString(file);
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(small, 0, small.lastIndexOf("\n]}"));
      out.write(",\n{\"type\":\"Feature\",\"id\":\"huge\",\"properties\":{\"name\":\"huge\"},");
      out.write("\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
      for (int corner = 0; corner < CORNERS; corner++) {
        // Two corners far apart change places.
        boolean swapped = corner == CORNERS / 4 || corner == CORNERS * 3 / 4;
        out.write(position(swapped ? CORNERS - corner : corner));
        out.write(',');
      }
      out.write(position(0));
      out.write("]]}}\n]}\n");
    }
    return file;
  }

  private static String position(int corner) {
    double angle = 2 * Math.PI * corner / CORNERS;
    return String.format(Locale.ROOT, "[%.8f,%.8f]", 40 * Math.cos(angle), 40 * Math.sin(angle));
  }
}
