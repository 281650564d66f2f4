package dev.penstock.store.embedded.farm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.job.Job;
import dev.penstock.job.JobState;
import dev.penstock.ndvi.store.Observation;
import dev.penstock.testkit.imagery.SceneServer.Trouble;
import dev.penstock.testkit.imagery.SceneSketch;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole jobs against a catalogue and scenes over HTTP, well-behaved or not. */
class NdviJobsTest {
  private static final SceneSketch FIRST =
      SceneSketch.clear("S2A_1", "2026-06-03T10:20:00Z", 1_000, 3_000);
  private static final SceneSketch SECOND =
      SceneSketch.clear("S2A_2", "2026-06-13T10:20:00Z", 800, 4_200);

  @TempDir Path folder;
  private FarmRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new FarmRig(folder);
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private static double mean(Observation observation) {
    var figure = Objects.requireNonNull(observation.figure());
    return Objects.requireNonNull(figure.stats()).mean();
  }

  private static String code(Observation observation) {
    return Objects.requireNonNull(observation.failure()).code();
  }

  @Test
  void aFarmIsMeasuredInEachSceneAndItsStateIsTheNewest() throws Exception {
    rig.scenes.add(FIRST).add(SECOND);
    Job job = rig.run(FarmRig.farms("a 20 30 40"));
    assertThat(job.state()).as("%s", job.outcome().failure()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.partial()).isFalse();
    List<Observation> seen = rig.observations("a");
    assertThat(seen).hasSize(2);
    assertThat(mean(seen.get(0))).isCloseTo(FIRST.ndvi(), within(1e-9));
    assertThat(mean(seen.get(1))).isCloseTo(SECOND.ndvi(), within(1e-9));
    assertThat(seen.getFirst().scene().evidence()).isEqualTo("processing baseline 05.10");

    var state = rig.state("a");
    assertThat(state.path("status").asString()).isEqualTo("stale");
    assertThat(state.path("value").path("scene").asString()).isEqualTo("S2A_2");
    assertThat(state.path("value").path("mean").asDouble()).isCloseTo(0.68, within(1e-6));
    assertThat(state.path("value").path("coverage_pct").asDouble()).isEqualTo(100);
    assertThat(state.path("trend").path("change").asDouble()).isCloseTo(0.18, within(1e-6));
    assertThat(state.path("area_ha").asDouble()).isCloseTo(16, within(0.05));
    assertThat(state.has("job")).isFalse();
    // Checked up to the end of the span that was asked for, which is long ago or not.
    assertThat(state.path("checked_at").asString()).startsWith("2026-06-30T23:59:59");
  }

  @Test
  void cloudsMakeNoStateAsLongAsAnOlderSceneIsClear() throws Exception {
    rig.scenes.add(FIRST).add(SceneSketch.clouded("S2A_3", "2026-06-20T10:20:00Z"));
    rig.run(FarmRig.farms("a 20 30 40"));
    assertThat(rig.state("a").path("value").path("scene").asString()).isEqualTo("S2A_1");
    assertThat(requireNonNull(rig.observations("a").getLast().figure()).shares().clouded())
        .isEqualTo(1);
  }

  @Test
  void onlyCloudsAreToldFromNoScenesAtAll() throws Exception {
    rig.scenes.add(SceneSketch.clouded("S2A_3", "2026-06-20T10:20:00Z"));
    Job job = rig.run(FarmRig.farms("a 20 30 40", "far 5000 5000 10"));
    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(rig.state("a").path("status").asString()).isEqualTo("too_cloudy");
    assertThat(rig.state("far").path("status").asString()).isEqualTo("no_imagery");
  }

  @Test
  void manyFarmsOfASceneReadEachBlockOnce() throws Exception {
    rig.scenes.add(FIRST);
    var squares = new String[60];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = "f%02d %d %d 20".formatted(i, 10 + i % 10 * 48, 10 + i / 10 * 80);
    }
    Job job = rig.run(FarmRig.farms(squares));
    assertThat(job.items().ok()).isEqualTo(60);
    // Four blocks of each band and one of classes; the heads come along with some of them.
    List<String> red = rig.scenes.requests().stream().filter(r -> r.contains("red.tif")).toList();
    assertThat(red).isNotEmpty().hasSizeLessThanOrEqualTo(5).doesNotHaveDuplicates();
    assertThat(rig.state("f59").path("value").path("mean").asDouble()).isEqualTo(0.5);
  }

  @Test
  void badFarmsAreRejectedWithTheirReasonAndTheOthersGoOn() throws Exception {
    rig.scenes.add(FIRST);
    String good = FarmRig.farm("a", 20, 30, 40);
    String payload =
        "{\"type\":\"FeatureCollection\",\"features\":["
            + String.join(
                ",",
                good,
                good,
                good.replace("\"id\":\"a\"", "\"id\":\"a/b\""),
                good.replace("\"id\":\"a\",", ""),
                "{\"type\":\"Feature\",\"id\":\"p\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[10,47]}}",
                good.replace("\"id\":\"a\"", "\"id\":\"t\"")
                    .replace("\"name\"", "\"threshold\":7,\"name\""))
            + "]}";
    Job job = rig.run(payload);
    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.items().ok()).isEqualTo(1);
    assertThat(job.items().rejected()).isEqualTo(5);
    assertThat(rig.rejects(job))
        .contains(
            "farm.id_twice",
            "farm.id_invalid",
            "farm.id_missing",
            "farm.no_polygon",
            "farm.invalid");
  }

  @ParameterizedTest
  @CsvSource({
    "429, 1, raster.busy",
    "503, 0, raster.busy",
    "500, 0, raster.unreachable",
    "404, 0, raster.not_found",
    "403, 0, raster.denied"
  })
  void aSceneThatStaysBrokenFailsWithItsReasonAndHoldsNoOther(
      int status, int retryAfter, String code) throws Exception {
    rig.scenes.add(FIRST).add(SECOND);
    rig.scenes.always("S2A_2/nir", new Trouble.Status(status, retryAfter));
    Job job = rig.run(FarmRig.farms("a 20 30 40", "b 200 200 40"));
    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.partial()).isTrue();
    assertThat(job.items().ok()).isEqualTo(2);
    assertThat(job.items().rejected()).isEqualTo(2);
    assertThat(rig.rejects(job)).contains(code, "S2A_2");
    List<Observation> seen = rig.observations("a");
    assertThat(mean(seen.get(0))).isCloseTo(0.5, within(1e-9));
    assertThat(code(seen.get(1))).isEqualTo(code);
    var state = rig.state("a");
    assertThat(state.path("value").path("scene").asString()).isEqualTo("S2A_1");
    assertThat(state.path("last_error").path("code").asString()).isEqualTo(code);
  }

  @Test
  void troubleThatPassesLeavesNoTrace() throws Exception {
    rig.scenes.add(FIRST);
    rig.scenes
        .trouble(
            "/search", new Trouble.Status(429, 0), new Trouble.Status(503, 0), new Trouble.Cut())
        .trouble("red", new Trouble.Cut(), new Trouble.Status(500, 0), new Trouble.Status(429, 0))
        .trouble("nir", new Trouble.Changed(), new Trouble.Status(503, 0));
    Job job = rig.run(FarmRig.farms("a 20 30 40", "b 300 300 40"));
    assertThat(job.partial()).as(rig.rejects(job)).isFalse();
    assertThat(mean(rig.observations("b").getFirst())).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void aHostThatAsksToBeLeftAloneClosesTheGateForAll() throws Exception {
    rig.scenes.add(FIRST);
    rig.scenes.trouble("red", new Trouble.Status(429, 1), new Trouble.Status(429, 1));
    Instant begun = Instant.now();
    Job job = rig.run(FarmRig.farms("a 20 30 40"));
    assertThat(job.partial()).isFalse();
    assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofMillis(900));
    assertThat(rig.engine.gates().list()).anyMatch(gate -> gate.gate().equals("imagery/localhost"));
  }

  @ParameterizedTest
  @CsvSource({"whole, raster.no_ranges", "garbage, raster.not_a_tiff", "silence, raster.timeout"})
  void filesThatAreNoneFailWithTheirReason(String kind, String code) throws Exception {
    rig.scenes.add(FIRST).add(SECOND);
    rig.scenes.always(
        "S2A_1/red",
        switch (kind) {
          case "whole" -> new Trouble.Whole();
          case "garbage" -> new Trouble.Garbage();
          default -> new Trouble.Silence();
        });
    rig.run(FarmRig.farms("a 20 30 40"));
    assertThat(code(rig.observations("a").getFirst())).isIn(code, "raster.unreachable");
    assertThat(rig.state("a").path("value").path("scene").asString()).isEqualTo("S2A_2");
  }

  @Test
  void aCatalogueThatLoopsFailsEveryFarmWithThatReason() throws Exception {
    rig.scenes.add(FIRST).loop();
    Job job = rig.run(FarmRig.farms("a 20 30 40"));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(rig.rejects(job)).contains("stac.looping");
    var state = rig.quiet("a");
    assertThat(state.path("status").asString()).isEqualTo("failed");
    assertThat(state.path("last_error").path("code").asString()).isEqualTo("stac.looping");

    rig.scenes.heal();
    rig.run(FarmRig.farms("a 20 30 40"));
    state = rig.state("a");
    assertThat(state.path("value").path("mean").asDouble()).isEqualTo(0.5);
    assertThat(state.has("last_error")).isFalse();
  }

  @Test
  void theSameJobTwiceChangesNothing() throws Exception {
    rig.scenes.add(FIRST).add(SECOND);
    rig.run(FarmRig.farms("a 20 30 40"));
    String before = rig.state("a").path("value").toString();
    rig.run(FarmRig.farms("a 20 30 40"));
    assertThat(rig.observations("a")).hasSize(2);
    assertThat(rig.state("a").path("value").toString()).isEqualTo(before);
  }

  @Test
  void aFarmThatHasMovedStartsAnewAndOldFindingsAreNotItsOwn() throws Exception {
    rig.scenes.add(FIRST);
    rig.run(FarmRig.farms("a 20 30 40"));
    rig.scenes.add(SECOND);
    rig.run(FarmRig.farms("a 220 30 40"), "from=2026-06-10");
    assertThat(rig.observations("a")).hasSize(1);
    assertThat(rig.state("a").path("geometry_version").asInt()).isEqualTo(2);
    assertThat(rig.state("a").path("trend").isMissingNode()).isTrue();
  }

  @Test
  void severalIndicesAndAFormulaComeFromOneReading() throws Exception {
    rig.scenes.add(FIRST);
    Job job =
        rig.run(
            FarmRig.farms("a 20 30 40"), "index=ndvi,savi", "formula=nir / red", "threshold=0.55");
    List<Observation> seen = rig.observations("a");
    assertThat(seen).extracting(Observation::index).containsExactly("formula", "ndvi", "savi");
    assertThat(mean(seen.get(0))).isCloseTo(3, within(1e-9));
    assertThat(mean(seen.get(2))).isCloseTo(1.5 * 0.2 / 0.9, within(1e-9));
    assertThat(requireNonNull(seen.get(1).figure()).coverage()).isZero();
    assertThat(new String(rig.result(job, "observations.csv"), StandardCharsets.UTF_8))
        .contains("a,1,ndvi,2026-06-03T10:20:00Z,ok,0.500000")
        .contains("processing baseline 05.10");
  }

  @Test
  void resultsAreTableFeaturesReportAndPicture() throws Exception {
    rig.scenes.add(FIRST);
    Job job = rig.run(FarmRig.farms("a 20 30 40"));
    var features = FarmRig.JSON.readTree(rig.result(job, "farms.geojson"));
    assertThat(features.at("/features/0/properties/status").asString()).isEqualTo("ready");
    assertThat(features.at("/features/0/geometry/type").asString()).isEqualTo("Polygon");
    var report = FarmRig.JSON.readTree(rig.result(job, "report.json"));
    assertThat(report.at("/observations/usable").asInt()).isEqualTo(1);
    var picture = ImageIO.read(new ByteArrayInputStream(rig.result(job, "ndvi-a.png")));
    assertThat(picture.getWidth()).isBetween(4 * 40, 4 * 42);
    // Greens at 0.5 are 5da338.
    assertThat(picture.getRGB(80, 80)).isEqualTo(0xff5da338);
    assertThat(picture.getRGB(0, 0) >>> 24).isIn(0, 255);
  }

  @Test
  void allActiveFarmsAreMeasuredWhereThatIsAskedForAndANameMeansOne() throws Exception {
    rig.scenes.add(FIRST);
    String idle =
        FarmRig.farm("idle", 200, 30, 40).replace("\"name\"", "\"active\":false,\"name\"");
    rig.run(
        "{\"type\":\"FeatureCollection\",\"features\":["
            + FarmRig.farm("a", 20, 30, 40)
            + ","
            + idle
            + "]}");
    rig.scenes.add(SECOND);
    Job all = rig.run("{}", "which=active");
    assertThat(all.items().ok()).isEqualTo(2);
    assertThat(rig.observations("a")).hasSize(2);
    assertThat(rig.observations("idle")).hasSize(1);
    Job one = rig.run("", "farm=idle");
    assertThat(one.items().ok()).isEqualTo(2);
    assertThat(rig.observations("idle")).hasSize(2);
    assertThat(rig.run("", "farm=nobody").state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void anOlderBaselineTellsAnotherOffsetAndTheNewerProcessingStays() throws Exception {
    rig.scenes.add(
        new SceneSketch("OLD", "2026-06-03T10:20:00Z", 1_000, 3_000, (x, y) -> 4, "02.14"));
    rig.run(FarmRig.farms("a 20 30 40"));
    assertThat(rig.observations("a").getFirst().scene().offset()).isZero();
    assertThat(mean(rig.observations("a").getFirst())).isCloseTo(0.5, within(1e-9));
    rig.scenes.add(
        new SceneSketch("NEW", "2026-06-03T10:20:00Z", 1_000, 3_500, (x, y) -> 4, "05.10"));
    rig.run(FarmRig.farms("a 20 30 40"));
    List<Observation> seen = rig.observations("a");
    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst().scene().item()).isEqualTo("NEW");
    assertThat(seen.getFirst().scene().offset()).isEqualTo(-1_000);
  }
}
