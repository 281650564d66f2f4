package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.client.JobView;
import dev.penstock.client.PenstockClient;
import dev.penstock.client.SubmitRequest;
import dev.penstock.testkit.TestForm;
import dev.penstock.testkit.imagery.SceneServer;
import dev.penstock.testkit.imagery.SceneSketch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is killed in the middle of a backfill of many farms over many scenes. */
class KilledBackfillIT {
  private static final int FARMS = TestForm.choose(200, 1_000);
  private static final int SCENES = TestForm.choose(6, 12);
  private static final Duration LONG = Duration.ofMinutes(4);

  @TempDir Path folder;

  private static String farms() {
    var features = new ArrayList<String>();
    for (int i = 0; i < FARMS; i++) {
      double west = 10.340 + i % 40 * 0.0014;
      int row = i / 40;
      double south = 47.800 + row * 0.0016;
      features.add(
          String.format(
              Locale.ROOT,
              "{\"type\":\"Feature\",\"id\":\"f%d\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
                  + "[[[%2$.5f,%3$.5f],[%4$.5f,%3$.5f],[%4$.5f,%5$.5f],[%2$.5f,%5$.5f],[%2$.5f,%3$.5f]]]}}",
              i,
              west,
              south,
              west + 0.0012,
              south + 0.0013));
    }
    return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"search", "measure", "keep"})
  void theNextServerEndsItAndNothingIsLostOrThereTwice(String stage) throws Exception {
    Path payload = Files.writeString(folder.resolve("farms.geojson"), farms());
    try (var scenes = new SceneServer()) {
      for (int i = 0; i < SCENES; i++) {
        String time = "2026-%02d-%02dT10:20:00Z".formatted(1 + i / 2, 1 + i % 2 * 14);
        scenes.add(SceneSketch.clear("S" + i, time, 1_000, 3_000 + 100 * i));
      }
      scenes.delay(20);
      String id;
      try (var server =
              ServerProcess.on(folder.resolve("data"), "--egress.allow", "127.0.0.0/8,::1/128");
          var client = server.client()) {
        id = client.submit(backfill(payload, scenes)).id();
        JobView seen = awaitStage(client, id, stage);
        server.kill();
        assertThat(seen.ended()).as("the job ended before its server was killed").isFalse();
      }
      try (var server =
              ServerProcess.on(folder.resolve("data"), "--egress.allow", "127.0.0.0/8,::1/128");
          var client = server.client()) {
        JobView job = client.ended(id, LONG).orElseThrow();
        assertThat(job.status()).as(job.report().summary()).isEqualTo("successful");
        assertThat(job.counts().ok()).isEqualTo((long) FARMS * SCENES);
        assertThat(job.counts().rejected() + job.counts().dead()).isZero();
        Path csv = folder.resolve("observations.csv");
        client.result(id, "observations.csv", csv);
        check(Files.readAllLines(csv));
        var state = client.get("/v1/farms/f0/state");
        assertThat(state.has("job")).isFalse();
        assertThat(state.at("/value/scene").asString()).isEqualTo("S" + (SCENES - 1));
      }
    }
  }

  private static SubmitRequest backfill(Path payload, SceneServer scenes) throws IOException {
    return SubmitRequest.file("ndvi", payload)
        .input("stac", scenes.catalogue().toString())
        .input("from", "2026-01-01")
        .input("to", "2026-12-31");
  }

  /** Each farm once in each scene, with the figure that the scene has everywhere. */
  private static void check(List<String> lines) {
    assertThat(lines).hasSize(1 + FARMS * SCENES);
    Set<String> seen = new HashSet<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      assertThat(seen.add(cells[0] + " " + cells[21])).as(line).isTrue();
      int scene = Integer.parseInt(cells[21].substring(1));
      double ndvi = (2_000.0 + 100 * scene) / (4_000 + 100 * scene);
      assertThat(cells[5]).isEqualTo(String.format(Locale.ROOT, "%.6f", ndvi));
    }
  }

  /** Returns as soon as a chunk of the stage is there. */
  private static JobView awaitStage(PenstockClient client, String id, String stage)
      throws IOException, InterruptedException {
    while (true) {
      JobView job = client.job(id);
      boolean reached =
          stage.equals("search")
              || job.stages().stream()
                  .filter(each -> each.stage().equals(stage))
                  .anyMatch(each -> each.chunks().total() > 2);
      if (job.ended() || reached) {
        return job;
      }
    }
  }
}
