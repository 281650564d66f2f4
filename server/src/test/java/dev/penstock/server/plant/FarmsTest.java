package dev.penstock.server.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.access.KeyIssue;
import dev.penstock.access.Scope;
import dev.penstock.pipeline.Toll;
import dev.penstock.store.embedded.registry.SqliteRegistry;
import dev.penstock.testkit.imagery.SceneServer.Trouble;
import dev.penstock.testkit.imagery.SceneSketch;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Farms over HTTP, from the polygon to the picture. */
class FarmsTest {
  private static final String SQUARE =
      "{\"type\":\"Feature\",\"properties\":{\"name\":\"North field\"},\"geometry\":{\"type\":\"Polygon\","
          + "\"coordinates\":[[[10.345,47.83],[10.350,47.83],[10.350,47.834],[10.345,47.834],[10.345,47.83]]]}}";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir Path folder;
  private FarmServer server;

  @BeforeEach
  void start() throws Exception {
    server = new FarmServer(folder, "egress.allow=127.0.0.0/8,::1/128");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private SceneSketch scene(String id, int daysAgo, int red, int nir) {
    return SceneSketch.clear(id, now.minus(daysAgo, ChronoUnit.DAYS).toString(), red, nir);
  }

  private static String code(HttpResponse<String> answer) {
    return FarmServer.JSON.readTree(answer.body()).path("code").asString("");
  }

  @Test
  void aFarmIsKeptVersionedByItsBoundaryListedAndForgotten() throws Exception {
    JsonNode first = server.put("/v1/farms/north", SQUARE, 201);
    assertThat(first.at("/properties/geometry_version").asInt()).isEqualTo(1);
    assertThat(first.at("/properties/area_ha").asDouble()).isCloseTo(16.6, within(0.2));
    JsonNode renamed = server.put("/v1/farms/north", SQUARE.replace("North", "Upper"), 200);
    assertThat(renamed.at("/properties/name").asString()).isEqualTo("Upper field");
    assertThat(renamed.at("/properties/geometry_version").asInt()).isEqualTo(1);
    JsonNode moved = server.put("/v1/farms/north", SQUARE.replace("47.834", "47.835"), 200);
    assertThat(moved.at("/properties/geometry_version").asInt()).isEqualTo(2);
    assertThat(server.get("/v1/farms/north").at("/geometry/coordinates/0")).hasSize(5);
    server.put("/v1/farms/south", SQUARE, 201);
    assertThat(server.get("/v1/farms?limit=1").path("features")).hasSize(1);
    String next = server.get("/v1/farms?limit=1").at("/links/next").asString();
    assertThat(server.get(next).at("/features/0/id").asString()).isEqualTo("south");
    assertThat(server.send("DELETE", "/v1/farms/north", "").statusCode()).isEqualTo(204);
    assertThat(code(server.send("GET", "/v1/farms/north", ""))).isEqualTo("farm.unknown");
    assertThat(code(server.send("GET", "/v1/farms/north/state", ""))).isEqualTo("farm.unknown");
    assertThat(code(server.send("DELETE", "/v1/farms/north", ""))).isEqualTo("farm.unknown");
  }

  @Test
  void boundariesAreCheckedAndRepairedAsTheGeometryPipelineDoes() throws Exception {
    String crosswise =
        "{\"type\":\"Polygon\",\"coordinates\":[[[10.345,47.83],[10.350,47.834],[10.350,47.83],[10.345,47.834],[10.345,47.83]]]}";
    JsonNode mended = server.put("/v1/farms/cross", crosswise, 201);
    assertThat(mended.at("/geometry/type").asString()).isEqualTo("MultiPolygon");
    for (String bad :
        List.of(
            "{\"type\":\"Point\",\"coordinates\":[10,47]}",
            "{\"type\":\"Polygon\",\"coordinates\":[[[10,47],[11,\"x\"],[11,48],[10,47]]]}",
            SQUARE.replace("\"name\":", "\"threshold\":9,\"name\":"))) {
      assertThat(code(server.send("PUT", "/v1/farms/bad", bad))).isEqualTo("farm.invalid");
    }
    assertThat(code(server.send("PUT", "/v1/farms/bad", "[1]"))).isEqualTo("body.invalid");
    assertThat(code(server.send("PUT", "/v1/farms/.bad", SQUARE))).isEqualTo("farm.invalid");
  }

  @Test
  void manyFarmsComeAtOnceAndBadOnesAreTold() throws Exception {
    String good = SQUARE.replaceFirst("\\{", "{\"id\":\"a\",");
    String body =
        "{\"type\":\"FeatureCollection\",\"features\":[%s,%s,%s]}"
            .formatted(good, good.replace("\"id\":\"a\"", "\"id\":17"), SQUARE);
    JsonNode kept = FarmServer.json(server.send("POST", "/v1/farms", body), 200);
    assertThat(kept.path("created").asInt()).isEqualTo(2);
    assertThat(kept.at("/rejected/0/code").asString()).isEqualTo("farm.id_missing");
    assertThat(kept.at("/rejected/0/item").asInt()).isEqualTo(2);
    assertThat(server.get("/v1/farms/17").path("id").asString()).isEqualTo("17");
  }

  @Test
  void aRefreshedFarmHasStateSeriesStatisticsAndPicture() throws Exception {
    server.scenes.add(scene("S1", 9, 1_000, 3_000)).add(scene("S2", 2, 800, 4_200));
    server.put("/v1/farms/north", SQUARE, 201);
    assertThat(server.get("/v1/farms/north/state").path("status").asString())
        .isIn("no_imagery", "processing", "ready");
    JsonNode job = server.refreshed("north", "?from=P30D");
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("successful");

    JsonNode state = server.get("/v1/farms/north/state");
    assertThat(state.path("status").asString()).isEqualTo("ready");
    assertThat(state.at("/value/mean").asDouble()).isCloseTo(0.68, within(1e-6));
    assertThat(state.at("/value/scene").asString()).isEqualTo("S2");

    JsonNode each = server.get("/v1/farms/north/observations?index=ndvi");
    assertThat(each.path("observations")).hasSize(2);
    JsonNode month =
        server.get("/v1/farms/north/observations?from=%s&interval=P30D".formatted(day(20)));
    assertThat(month.path("intervals")).hasSize(1);
    assertThat(month.at("/intervals/0/observations").asInt()).isEqualTo(2);
    assertThat(month.at("/intervals/0/best/scene").asString()).isEqualTo("S2");
    assertThat(server.bytes("/v1/farms/north/observations?format=csv").body())
        .asString()
        .hasLineCount(3);

    JsonNode statistics = server.get("/v1/farms/north/statistics?interval=P1D");
    assertThat(statistics.path("data")).hasSize(2);
    JsonNode stats = statistics.at("/data/0/outputs/ndvi/bands/B0/stats");
    assertThat(stats.path("mean").asDouble()).isCloseTo(0.5, within(1e-9));
    assertThat(stats.path("sampleCount").asInt()).isBetween(1_600, 1_700);
    assertThat(stats.at("/percentiles/50.0").asDouble()).isCloseTo(0.5, within(1e-9));

    var picture = server.bytes("/v1/farms/north/ndvi.png?scale=2&legend=false&ramp=grey");
    assertThat(picture.statusCode()).isEqualTo(200);
    var image = ImageIO.read(new ByteArrayInputStream(picture.body()));
    int middle = image.getRGB(image.getWidth() / 2, image.getHeight() / 2) & 0xff;
    assertThat(middle).isEqualTo((int) Math.round(255 * 0.84));
    assertThat(server.bytes("/v1/farms/north/ndvi.png?date=" + day(9)).statusCode()).isEqualTo(200);
    assertThat(code(server.send("GET", "/v1/farms/north/ndvi.png?date=2001-01-01", "")))
        .isEqualTo("farm.no_picture");
    for (String bad : List.of("ramp=blue", "scale=99", "date=x", "stretch=1", "colour=1")) {
      assertThat(server.send("GET", "/v1/farms/north/ndvi.png?" + bad, "").statusCode())
          .isEqualTo(400);
    }
    for (String bad : List.of("interval=P1DT1H", "from=2030-01-01", "interval=P0D", "to=x")) {
      assertThat(server.send("GET", "/v1/farms/north/observations?" + bad, "").statusCode())
          .isEqualTo(400);
    }
  }

  private String day(int ago) {
    return now.minus(ago, ChronoUnit.DAYS).toString().substring(0, 10);
  }

  @Test
  void aHundredClientsThatRefreshOneFarmAtOnceRunOneJob() throws Exception {
    server.scenes.add(scene("S1", 3, 1_000, 3_000));
    server.put("/v1/farms/north", SQUARE, 201);
    String gate = Toll.stageGate("ndvi", "search");
    server.served.plant().engine().gates().pause(gate, Instant.MAX);
    List<Callable<String>> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clients.add(
          () ->
              FarmServer.json(server.send("POST", "/v1/farms/north/refresh", ""), 202)
                  .path("id")
                  .asString());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var jobs = new ArrayList<String>();
      for (Future<String> each : threads.invokeAll(clients)) {
        jobs.add(each.get());
      }
      assertThat(jobs).hasSize(100).containsOnly(jobs.getFirst());
    }
    server.served.plant().engine().gates().resume(gate);
    server.refreshed("north", "");
    assertThat(server.get("/v1/farms/north/state").path("status").asString()).isEqualTo("ready");
    assertThat(server.scenes.requests().stream().filter(each -> each.contains("S1/red")).count())
        .isLessThanOrEqualTo(2);
  }

  @Test
  void aRefreshThatFailsLeavesTheLastGoodValueAndTheReason() throws Exception {
    server.scenes.add(scene("S1", 9, 1_000, 3_000));
    server.put("/v1/farms/north", SQUARE, 201);
    server.refreshed("north", "");
    server.scenes.add(scene("S2", 2, 1_000, 3_000)).always("S2/", new Trouble.Status(404, 0));
    server.refreshed("north", "");
    JsonNode state = server.get("/v1/farms/north/state");
    assertThat(state.at("/value/scene").asString()).isEqualTo("S1");
    assertThat(state.at("/last_error/code").asString()).isEqualTo("raster.not_found");
  }

  @Test
  void aJobThatIsDismissedLeavesNoFarmInProcessing() throws Exception {
    server.scenes.add(scene("S1", 3, 1_000, 3_000));
    server.put("/v1/farms/north", SQUARE, 201);
    server.served.plant().engine().gates().pause(Toll.stageGate("ndvi", "measure"), Instant.MAX);
    String job =
        FarmServer.json(server.send("POST", "/v1/farms/north/refresh", ""), 202)
            .path("id")
            .asString();
    JsonNode state = server.get("/v1/farms/north/state");
    while (!state.path("status").asString().equals("processing")) {
      Thread.onSpinWait();
      state = server.get("/v1/farms/north/state");
    }
    assertThat(state.path("job").asString()).isEqualTo(job);
    server.send("DELETE", "/v1/jobs/" + job, "");
    while (state.has("job")) {
      Thread.onSpinWait();
      state = server.get("/v1/farms/north/state");
    }
    assertThat(state.path("status").asString()).isIn("failed", "no_imagery");
  }

  @Test
  void aCatalogueOnThisMachineIsNotReadForSomebodyElse() throws Exception {
    server.put("/v1/farms/north", SQUARE, 201);
    JsonNode job = server.refreshed("north", "?stac=/etc/hostname");
    assertThat(job.path("status").asString()).isEqualTo("failed");
    assertThat(job.toString()).contains("ndvi.catalogue_unknown");
  }

  @Test
  void privateAddressesAreNotReachedUnlessTheOperatorAllowsThem() throws Exception {
    try (var guarded = new FarmServer(folder.resolve("guarded"))) {
      guarded.scenes.add(scene("S1", 3, 1_000, 3_000));
      guarded.put("/v1/farms/north", SQUARE, 201);
      guarded.refreshed("north", "");
      assertThat(guarded.scenes.requests()).isEmpty();
      JsonNode state = guarded.get("/v1/farms/north/state");
      assertThat(state.path("status").asString()).isEqualTo("failed");
      assertThat(state.at("/last_error/code").asString()).isEqualTo("stac.refused");
    }
  }

  @Test
  void aTenantSeesItsOwnFarmsAndNoOthers() throws Exception {
    Path data = folder.resolve("keyed");
    String acme;
    String blue;
    try (var registry = SqliteRegistry.open(DataFolder.at(data).registry())) {
      var issue = new KeyIssue(registry.keys(), InstantSource.system());
      acme = "Bearer " + issue.make(wish("acme")).reveal();
      blue = "Bearer " + issue.make(wish("blue")).reveal();
    }
    try (var keyed = new FarmServer(data)) {
      keyed.send("PUT", "/v1/farms/north", SQUARE, "Authorization", acme);
      for (String path : List.of("", "/state", "/observations", "/ndvi.png")) {
        var answer = keyed.send("GET", "/v1/farms/north" + path, "", "Authorization", blue);
        assertThat(code(answer)).as(path).isEqualTo("farm.unknown");
      }
      assertThat(keyed.send("GET", "/v1/farms/north", "", "Authorization", acme).statusCode())
          .isEqualTo(200);
      for (String tenant : List.of("", "&tenant=acme")) {
        String path = "/v1/pipelines/ndvi/jobs?which=active&stac=http://localhost/" + tenant;
        assertThat(code(keyed.send("POST", path, "{}", "Authorization", blue)))
            .isEqualTo("name.not_yours");
      }
      String schedule =
          "{\"cron\":\"0 3 * * *\",\"pipeline\":\"ndvi\",\"payload\":{},"
              + "\"inputs\":{\"which\":\"active\",\"stac\":\"http://localhost/\"%s}}";
      for (String tenant : List.of("", ",\"tenant\":\"acme\"")) {
        var answer =
            keyed.send(
                "PUT", "/v1/schedules/nightly", schedule.formatted(tenant), "Authorization", blue);
        assertThat(answer.body()).contains("name.not_yours");
      }
      String own = schedule.formatted(",\"tenant\":\"blue\"");
      assertThat(
              keyed.send("PUT", "/v1/schedules/nightly", own, "Authorization", blue).statusCode())
          .isEqualTo(201);
    }
  }

  private static KeyIssue.Wish wish(String tenant) {
    return new KeyIssue.Wish(tenant, "", Set.of(Scope.ADMIN), Optional.empty());
  }
}
