package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One large feature between small ones, in the heap that the launcher gives. */
class LargeFeatureIT {
  private static final int SMALL = 1_000;

  @TempDir Path folder;

  @Test
  void aValidFeatureOfMoreThanAMillionVerticesIsPublished() throws Exception {
    JsonNode told = run(1_600_000);

    assertThat(told.path("ok").asLong()).as("%s", told).isEqualTo(2 * SMALL + 1);
  }

  @Test
  void oneTooLargeForTheHeapIsARejectAndTakesNoOtherAlong() throws Exception {
    JsonNode told = run(2_000_000);

    assertThat(told.path("ok").asLong()).as("%s", told).isEqualTo(2 * SMALL);
    assertThat(told.path("rejectsByCode").path("geojson.too_many_vertices").asLong()).isOne();
  }

  private JsonNode run(int corners) throws Exception {
    Path payload = folder.resolve("in");
    try (Writer out = Files.newBufferedWriter(payload)) {
      small(out, 0);
      large(out, corners);
      small(out, SMALL);
    }
    Path report = folder.resolve("report.json");
    Process run =
        ServerProcess.penstock(
            List.of(
                "run",
                "geometry",
                payload.toString(),
                "--to-crs",
                "EPSG:3857",
                "-o",
                folder.resolve("out.gpkg").toString(),
                "--rejects",
                folder.resolve("rejects.geojsonl").toString(),
                "--report",
                report.toString()),
            ProcessBuilder.Redirect.INHERIT,
            "-Xms64m",
            "-Xmn40m",
            "-Xmx256m");
    run.getInputStream().transferTo(System.out);
    assertThat(run.waitFor()).isZero();
    return JsonMapper.shared().readTree(Files.readAllBytes(report));
  }

  private static void small(Writer out, int first) throws IOException {
    for (int i = first; i < first + SMALL; i++) {
      out.write(
          "{\"type\":\"Feature\",\"properties\":{\"n\":%d},\"geometry\":{\"type\":\"Point\",\"coordinates\":[%d,1]}}\n"
              .formatted(i, i % 180));
    }
  }

  private static void large(Writer out, int corners) throws IOException {
    out.write("{\"type\":\"Feature\",\"properties\":{\"n\":-1},\"geometry\":");
    out.write("{\"type\":\"Polygon\",\"coordinates\":[[");
    for (int corner = 0; corner < corners; corner++) {
      double angle = 2 * Math.PI * corner / corners;
      double x = 40 * Math.cos(angle);
      double y = 40 * Math.sin(angle);
      out.write(String.format(Locale.ROOT, "[%.8f,%.8f]", x, y));
      out.write(',');
    }
    out.write("[40.00000000,0.00000000]]]}}\n");
  }
}
