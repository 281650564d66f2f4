package dev.penstock.ndvi.export;

import dev.penstock.ndvi.scene.SceneOrder;
import dev.penstock.ndvi.store.Figure;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.ndvi.store.Observation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Observations as CSV, a line each (RFC 4180). Used by one thread. */
public final class ObservationsCsv {
  private static final List<String> COLUMNS =
      List.of(
          "farm",
          "geometry_version",
          "index",
          "observed_at",
          "status",
          "mean",
          "min",
          "max",
          "std",
          "p5",
          "p25",
          "median",
          "p75",
          "p95",
          "pixels",
          "coverage_pct",
          "valid_pct",
          "cloud_pct",
          "nodata_pct",
          "outside_pct",
          "collection",
          "scene",
          "offset",
          "offset_because",
          "offset_suspect",
          "code",
          "detail");

  private final OutputStream out;

  public ObservationsCsv(OutputStream out) throws IOException {
    this.out = out;
    line(String.join(",", COLUMNS));
  }

  private void line(String text) throws IOException {
    out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a line.
   *
   * @throws UncheckedIOException if that is not possible
   */
  public void write(Observation observation) {
    var cells = new StringJoiner(",");
    SceneOrder.Facts scene = observation.scene();
    Figure figure = observation.figure();
    Finding.Failure failure = observation.failure();
    cells.add(quoted(observation.farm()));
    cells.add(Integer.toString(observation.version()));
    cells.add(observation.index());
    cells.add(Instant.ofEpochMilli(scene.time()).toString());
    cells.add(failure == null ? "ok" : "failed");
    stats(cells, figure == null ? null : figure.stats());
    shares(cells, figure);
    cells.add(quoted(scene.collection()));
    cells.add(quoted(scene.item()));
    cells.add(Integer.toString(scene.offset()));
    cells.add(quoted(scene.evidence()));
    cells.add(figure == null ? "" : Boolean.toString(figure.suspect()));
    cells.add(failure == null ? "" : quoted(failure.code()));
    cells.add(failure == null ? "" : quoted(failure.detail()));
    try {
      line(cells.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stats(StringJoiner cells, Figure.@Nullable Stats stats) {
    if (stats == null) {
      for (int i = 0; i < 10; i++) {
        cells.add("");
      }
      return;
    }
    cells.add(number(stats.mean())).add(number(stats.min())).add(number(stats.max()));
    cells.add(number(stats.deviation()));
    stats.percentiles().forEach(each -> cells.add(number(each)));
    cells.add(number(stats.weight()));
  }

  private static void shares(StringJoiner cells, @Nullable Figure figure) {
    if (figure == null) {
      cells.add("").add("").add("").add("").add("");
      return;
    }
    Double coverage = figure.coverage();
    cells.add(coverage == null ? "" : number(100 * coverage));
    cells.add(number(100 * figure.shares().valid()));
    cells.add(number(100 * figure.shares().clouded()));
    cells.add(number(100 * figure.shares().nothing()));
    cells.add(number(100 * figure.shares().outside()));
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.6f", number);
  }

  /** With quotes where a reader would stumble, or a spreadsheet would compute. */
  private static String quoted(String text) {
    String safe = text.matches("(?s)[=+@\\t\\r-].*") ? "'" + text : text;
    return safe.matches("(?s).*[\",\\r\\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
  }

  /** Hands everything on. */
  public void finish() throws IOException {
    out.flush();
  }
}
