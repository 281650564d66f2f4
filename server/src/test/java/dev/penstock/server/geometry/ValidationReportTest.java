package dev.penstock.server.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Job;
import dev.penstock.job.JobResult;
import dev.penstock.job.Tally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The report of a job: every defect of every feature, with its rule and its place. */
class ValidationReportTest {
  @TempDir Path folder;
  private GeometryRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new GeometryRig(folder);
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }

  private static final String BOWTIE =
      "{\"type\":\"Feature\",\"id\":7,\"properties\":{},\"geometry\":{\"type\":\"GeometryCollection\",\"geometries\":["
          + "{\"type\":\"Point\",\"coordinates\":[5,5]},"
          + "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[9,9],[10,9],[10,10],[9,9]]],[[[0,0],[2,2],[2,0],[0,2],[0,0]]]]}]}}";
  private static final String SHORT =
      "{\"type\":\"Feature\",\"id\":\"short\",\"properties\":[],\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[1,2],[3]]}}";
  private static final String GOOD =
      "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}";

  private static String collection(String crs, String... features) {
    return "{\"type\":\"FeatureCollection\","
        + crs
        + "\"features\":["
        + String.join(",", features)
        + "]}";
  }

  private String result(Job job, String name) throws IOException {
    for (JobResult each : job.outcome().results()) {
      if (each instanceof JobResult.Stored stored && stored.name().equals(name)) {
        try (var in = rig.blobs.open(stored.blob())) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw new AssertionError("no result " + name + " in " + job.outcome().results());
  }

  private List<JsonNode> lines(Job job) throws IOException {
    var lines = new ArrayList<JsonNode>();
    for (String line : result(job, "validation.jsonl").lines().toList()) {
      lines.add(JsonMapper.shared().readTree(line));
    }
    return lines;
  }

  @Test
  void allDefectsOfAFeatureAreToldWithRuleByteIndexPathAndCoordinate() throws Exception {
    String payload = collection("", GOOD, BOWTIE, SHORT);
    Job job = rig.run(payload);
    assertThat(job.items()).isEqualTo(new Tally(1, 1, 1, 0, 0));

    List<JsonNode> lines = lines(job);
    assertThat(lines).hasSize(2);
    JsonNode bowtie = lines.getFirst();
    assertThat(bowtie.path("outcome").asString()).isEqualTo("repaired");
    assertThat(bowtie.path("item").asLong()).isEqualTo(1);
    assertThat(bowtie.path("id").asLong()).isEqualTo(7);
    JsonNode crossing = bowtie.path("defects").get(0);
    assertThat(crossing.path("code").asString()).isEqualTo("geometry.self_intersection");
    assertThat(crossing.path("severity").asString()).isEqualTo("repairable");
    assertThat(crossing.path("path").asString())
        .isEqualTo("/geometry/geometries/1/coordinates/1/0");
    assertThat(crossing.path("at").toString()).isEqualTo("[1.0,1.0]");
    int ring = (int) crossing.path("byte").asLong();
    assertThat(payload.substring(ring)).startsWith("[[0,0],[2,2]");
    assertThat(bowtie.path("repairs").toString()).contains("repair.crossings");

    JsonNode refused = lines.get(1);
    assertThat(refused.path("outcome").asString()).isEqualTo("rejected");
    assertThat(refused.path("defects"))
        .extracting(defect -> defect.path("code").asString())
        .containsExactlyInAnyOrder("geojson.position_too_short", "geojson.properties_invalid");
    assertThat(refused.path("defects"))
        .extracting(defect -> defect.path("section").asString())
        .containsExactlyInAnyOrder("3.1.1", "3.2");
    // The rejects say all of it too, and so do jobs that publish nothing.
    assertThat(rig.rejects(job)).contains("\"defects\":[", "geojson.properties_invalid");
  }

  @Test
  void theSummaryCountsFeaturesAndDefectsByCode() throws Exception {
    Job job = rig.run(collection("", BOWTIE, GOOD, BOWTIE.replace("7", "8")), "level=lenient");
    JsonNode summary = JsonMapper.shared().readTree(result(job, "validation.json"));
    assertThat(summary.path("level").asString()).isEqualTo("lenient");
    JsonNode code = summary.path("codes").get(0);
    assertThat(code.path("code").asString()).isEqualTo("geometry.self_intersection");
    assertThat(code.path("features").asLong()).isEqualTo(2);
    assertThat(code.path("defects").asLong()).isEqualTo(2);
    assertThat(code.path("rule").asString()).contains("must not cross");
  }

  @Test
  void theErrorPointsAreALayerInWgs84ThatGdalReads() throws Exception {
    String metres =
        BOWTIE.replace(
            "[2,2],[2,0],[0,2]",
            "[222638.98158654713,222684.20850554405],[222638.98158654713,0],[0,222684.20850554405]");
    String crs = "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:3857\"}},";
    Job job = rig.run(collection(crs, GOOD, metres));
    Path layer =
        Files.writeString(folder.resolve("points.geojson"), result(job, "error-points.geojson"));

    var ogrinfo =
        new ProcessBuilder("ogrinfo", "-al", layer.toString()).redirectErrorStream(true).start();
    String seen = new String(ogrinfo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(ogrinfo.waitFor()).as(seen).isZero();
    assertThat(seen).contains("Geometry: Point", "Feature Count: 1", "WGS 84");
    assertThat(seen).containsPattern("POINT \\((1|0\\.99|1\\.0)[0-9]* (1|0\\.99|1\\.0)[0-9.]*\\)");
    assertThat(seen).contains("code (String) = geometry.self_intersection");
    assertThat(lines(job))
        .as("the crs member is honoured, and told")
        .anySatisfy(line -> assertThat(line.toString()).contains("geojson.crs_member"));
  }

  @Test
  void theLevelDecidesWhatBecomesOfAFeature() throws Exception {
    String empty =
        GOOD.replace("\"Point\",\"coordinates\":[1,2]", "\"Polygon\",\"coordinates\":[]");
    String clockwise =
        GOOD.replace(
            "\"Point\",\"coordinates\":[1,2]",
            "\"Polygon\",\"coordinates\":[[[0,0],[0,1],[1,1],[0,0]]]");
    String both = collection("", GOOD, empty, clockwise);
    assertThat(rig.run(both, "level=lenient").items()).isEqualTo(new Tally(2, 1, 0, 0, 0));
    assertThat(rig.run(both).items()).isEqualTo(new Tally(2, 0, 1, 0, 0));
    assertThat(rig.run(both, "level=strict").items()).isEqualTo(new Tally(1, 0, 2, 0, 0));
  }

  @Test
  void noMoreDefectsAreToldThanWantedButAllAreCounted() throws Exception {
    String many =
        "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"MultiPoint\",\"coordinates\":["
            + "[1],".repeat(40)
            + "[1]]}}";
    JsonNode line = lines(rig.run(collection("", GOOD, many), "max-defects=3")).getFirst();
    assertThat(line.path("defects")).hasSize(3);
    assertThat(line.path("count").asLong()).isEqualTo(41);
  }
}
