package dev.penstock.server.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.job.Job;
import dev.penstock.job.JobResult;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GeometryJobsTest {
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

  @Test
  void everyFeatureOfManyChunksIsPublishedOnceWithItsIdAndProperties() throws Exception {
    Job job = rig.run(Payloads.collection(503, 20), "collection=parcels");

    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.in()).isEqualTo(503);
    assertThat(job.items()).isEqualTo(Tally.of(477, 26, 0));
    assertThat(job.partial()).isFalse();
    List<FeatureRow> rows = rig.features("parcels");
    assertThat(items(rows)).isEqualTo(LongStream.range(0, 503).boxed().collect(Collectors.toSet()));
    FeatureRow row = rows.stream().filter(r -> r.item() == 7).findFirst().orElseThrow();
    assertThat(row.id()).isEqualTo("7");
    assertThat(new String(row.properties(), StandardCharsets.UTF_8))
        .isEqualTo("{\"n\":7,\"t\":\"ü7\"}");
  }

  @Test
  void whatWorkerProcessesRefineIsTheSame() throws Exception {
    String payload = Payloads.collection(203, 20).replace("[7.5,1]", "[7.5,\"x\"]");
    Job here = rig.run(payload, "collection=parcels");
    Job apart;
    List<FeatureRow> rows;
    try (var other = new GeometryRig(folder.resolve("apart"), true)) {
      apart = other.run(payload, "collection=parcels");
      rows = other.features("parcels");
      assertThat(codes(other.rejects(apart))).isEqualTo(codes(rig.rejects(here)));
    }
    assertThat(apart.items()).isEqualTo(here.items());
    assertThat(here.items().rejected()).isPositive();
    assertThat(rows).usingRecursiveComparison().isEqualTo(rig.features("parcels"));
  }

  private static List<String> codes(String rejects) {
    return rejects.lines().map(line -> line.replaceAll("\"job\":\"[^\"]*\"", "")).sorted().toList();
  }

  @Test
  void aJobWithoutACollectionPublishesUnderItsOwnName() throws Exception {
    Job job = rig.run(Payloads.collection(3, 0));

    assertThat(rig.features(job.id().value())).hasSize(3);
    assertThat(job.outcome().results())
        .extracting(JobResult::name)
        .containsExactlyInAnyOrder("items", "features.gpkg");
  }

  @Test
  void gzipIsUnwrappedAndLargePayloadsTravelAsBlobs() throws Exception {
    String large = Payloads.collection(2_000, 0);

    assertThat(rig.run(Payloads.gzip(large)).items().ok()).isEqualTo(2_000);
    assertThat(rig.run(large).items().ok()).isEqualTo(2_000);
  }

  @Test
  void newlineDelimitedAndTextSequencesAreReadLikeCollections() throws Exception {
    assertThat(rig.run(Payloads.lines(40)).items().ok()).isEqualTo(40);
    assertThat(rig.run(Payloads.sequence(40)).items().ok()).isEqualTo(40);
  }

  @Test
  void aSingleFeatureAndABareGeometryAreOneItem() throws Exception {
    assertThat(rig.run(Payloads.square(1, 0)).items().ok()).isEqualTo(1);
    assertThat(rig.run("{\"type\":\"Point\",\"coordinates\":[1,2]}").items().ok()).isEqualTo(1);
  }

  @Test
  void aBadFeatureNeverStopsTheGoodOnesAndIsKeptWithCodeAndPlace() throws Exception {
    String payload =
        "{\"type\":\"FeatureCollection\",\"features\":["
            + Payloads.square(0, 0)
            + ",{\"type\":\"Feature\",\"id\":\"b\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,\"x\"]}},7,"
            + Payloads.square(3, 0)
            + "]}";
    int at =
        bytes(payload.substring(0, payload.indexOf("{\"type\":\"Feature\",\"id\":\"b\""))).length;
    Job job = rig.run(payload);

    assertThat(job.items()).isEqualTo(Tally.of(2, 0, 2));
    assertThat(job.partial()).isTrue();
    assertThat(rig.rejects(job).lines())
        .hasSize(2)
        .anySatisfy(
            line ->
                assertThat(line).contains("\"item\":1,", "\"id\":\"b\"", "\"byte\":" + at + ","))
        .anySatisfy(line -> assertThat(line).contains("\"item\":2,", "\"original\":7}"));
  }

  @Test
  void warningsAreCountedByCodeAndLeftAsAResult() throws Exception {
    String clockwise = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,1],[1,1],[1,0],[0,0]]]}";
    Job job = rig.run(Payloads.lines(20) + clockwise + "\n" + clockwise, "collection=c");

    assertThat(job.items()).isEqualTo(Tally.of(22, 0, 0));
    assertThat(warnings(job)).isEqualTo("{\"geojson.ring_winding\":2}\n");
    assertThat(warnings(rig.run(Payloads.lines(5)))).isEmpty();
    Job far = rig.run("{\"type\":\"Point\",\"coordinates\":[181,0]}");
    assertThat(warnings(far)).isEqualTo("{\"geojson.out_of_range\":1}\n");
    Job metres = rig.run("{\"type\":\"Point\",\"coordinates\":[181,0]}", "from-crs=EPSG:3857");
    assertThat(warnings(metres)).isEmpty();
  }

  @Test
  void repairsAreCountedByTheirRungAndLeftAsAResult() throws Exception {
    Job job = rig.run(Payloads.collection(20, 5), "collection=c");

    assertThat(job.items()).isEqualTo(Tally.of(16, 4, 0));
    assertThat(counts(job, "repairs.json"))
        .isEqualTo(
            "{\"repair.changed_area\":4,\"repair.changed_parts\":4,\"repair.changed_type\":4,\"repair.crossings\":4}\n");
    Job strict = rig.run(Payloads.collection(20, 5), "max-area-change=1.5");
    assertThat(strict.items()).isEqualTo(Tally.of(16, 0, 4));
    assertThat(counts(strict, "repairs.json")).isEmpty();
  }

  private String warnings(Job job) throws IOException {
    return counts(job, "warnings.json");
  }

  private String counts(Job job, String name) throws IOException {
    for (JobResult result : job.outcome().results()) {
      if (result instanceof JobResult.Stored file && file.name().equals(name)) {
        try (var in = rig.blobs.open(file.blob())) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    return "";
  }

  @Test
  void ofOneFeatureALineABadLineIsARejectWithItsPlaceAndOriginal() throws Exception {
    String unclosed = "{\"type\":\"Feature\",\"properties\":{\"a\":1},\"geometry\":";
    String payload =
        String.join("\n", Payloads.square(0, 0), "abc", unclosed, Payloads.square(3, 0), unclosed);
    Job job = rig.run(payload, "collection=c");

    assertThat(job.items()).isEqualTo(Tally.of(2, 0, 3));
    int at = bytes(payload.substring(0, payload.indexOf("abc"))).length;
    assertThat(rig.rejects(job).lines())
        .hasSize(3)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("\"item\":1,", "\"byte\":" + at + ",\"length\":3,")
                    .contains("\"original_text\":\"abc\""))
        .anySatisfy(line -> assertThat(line).contains("\"item\":2,", "\\\"a\\\":1"));
    assertThat(items(rig.features("c"))).containsExactlyInAnyOrder(0L, 3L);
  }

  @Test
  void theCrsMemberOfALoneGeometryIsHonouredAndThatOfALineIsAReject() throws Exception {
    String point =
        "{\"type\":\"Point\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:3857\"}},\"coordinates\":[111319.49079327357,0]}";
    rig.run(point, "collection=c", "to-crs=EPSG:4326");
    assertThat(rig.features("c").getFirst().bounds().maxX()).isCloseTo(1, within(1e-9));

    Job lines = rig.run(point + "\n" + Payloads.square(1, 0));
    assertThat(lines.items()).isEqualTo(Tally.of(1, 0, 1));
    assertThat(rig.rejects(lines)).contains("geojson.crs_conflict");
  }

  @Test
  void aCollectionInAnotherCrsIsFoundBeforeAnyWorkIsDone() throws Exception {
    rig.run(Payloads.collection(2, 0), "collection=c");
    Job job =
        rig.run(Payloads.collection(200, 0), "collection=c", "mode=append", "to-crs=EPSG:3857");

    assertThat(Objects.requireNonNull(job.outcome().failure()).code())
        .isEqualTo("geometry.other_crs");
    assertThat(job.stages().get(1).chunks().done()).isZero();
    assertThat(rig.run(Payloads.collection(3, 0), "collection=c", "mode=append").state())
        .isEqualTo(JobState.SUCCESSFUL);
    Job member =
        rig.run(
            "{\"type\":\"FeatureCollection\",\"features\":[],\"crs\":{\"properties\":{\"name\":\"EPSG:3857\"}}}",
            "collection=c",
            "mode=upsert");
    assertThat(Objects.requireNonNull(member.outcome().failure()).code())
        .isEqualTo("geometry.other_crs");
  }

  @Test
  void aFeatureBeyondTheByteLimitIsARejectAndNotTheEnd() throws Exception {
    String huge =
        "{\"type\":\"Feature\",\"properties\":{\"x\":\""
            + "y".repeat(120_000)
            + "\"},\"geometry\":null}";
    Job job =
        rig.run(
            "{\"type\":\"FeatureCollection\",\"features\":["
                + huge
                + ","
                + Payloads.square(1, 0)
                + "]}");

    assertThat(job.items()).isEqualTo(Tally.of(1, 0, 1));
    assertThat(rig.rejects(job)).contains("geojson.feature_too_large");
  }

  static Stream<Arguments> badPayloads() throws IOException {
    String good = Payloads.collection(300, 0);
    byte[] gzip = Payloads.gzip(good);
    return Stream.of(
        Arguments.of("nothing but spaces", bytes("  \n "), "geojson.empty"),
        Arguments.of("not JSON", bytes("hello"), "json.syntax"),
        Arguments.of("JSON, but no GeoJSON", bytes("{\"a\":1}"), "geojson.unknown_type"),
        Arguments.of("an array", bytes("[1,2]"), "geojson.unknown_type"),
        Arguments.of("truncated", bytes(good.substring(0, good.length() - 40)), "json.truncated"),
        Arguments.of(
            "truncated at its last byte",
            bytes(good.substring(0, good.length() - 1)),
            "json.truncated"),
        Arguments.of(
            "NaN between features",
            bytes("{\"type\":\"FeatureCollection\",\"features\":[NaN]}"),
            "json.syntax"),
        Arguments.of("nested arrays", bytes("[".repeat(100_000)), "json.too_deep"),
        Arguments.of(
            "nested arrays in a feature",
            bytes(
                "{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"a\":"
                    + "[".repeat(100_000)),
            "json.too_deep"),
        Arguments.of(
            "features missing",
            bytes("{\"type\":\"FeatureCollection\"}"),
            "geojson.features_missing"),
        Arguments.of("cut gzip", Arrays.copyOf(gzip, gzip.length / 2), "input.gzip"),
        Arguments.of("damaged gzip", damaged(gzip), "input.gzip"),
        Arguments.of("garbage behind the end", bytes(good + "x"), "json.trailing"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badPayloads")
  void aPayloadThatCannotBeReadFailsTheJobWithAClearProblemAndLeavesNothing(
      String what, byte[] payload, String code) throws Exception {
    Job job = rig.run(payload, "collection=c");

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    Problem problem = Objects.requireNonNull(job.outcome().failure());
    assertThat(problem.code()).as("%s: %s", what, problem).isEqualTo(code);
    assertThat(problem.detail()).containsPattern("byte \\d+");
    assertThat(job.in()).isEqualTo(job.items().in());
    assertThat(rig.store.collection("c")).isEmpty();
  }

  @Test
  void theOldCrsMemberIsHonoured() throws Exception {
    rig.run(
        "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::3857\"}},\"features\":["
            + "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"Point\",\"coordinates\":[222638.98158654713,0]}}]}",
        "to-crs=EPSG:4326",
        "collection=c");

    assertThat(rig.features("c").getFirst().bounds().minX()).isBetween(1.9999999, 2.0000001);
  }

  @Test
  void appendAddsAndUpsertReplacesById() throws Exception {
    rig.run(Payloads.collection(10, 0), "collection=c");
    rig.run(Payloads.collection(4, 0), "collection=c", "mode=append");
    assertThat(rig.features("c")).hasSize(14);

    rig.run(Payloads.collection(10, 0), "collection=c");
    rig.run(Payloads.collection(12, 3), "collection=c", "mode=upsert");
    assertThat(rig.features("c")).hasSize(12);
  }

  @Test
  void anEmptyCollectionPublishesNothingSuccessfully() throws Exception {
    Job job = rig.run("{\"type\":\"FeatureCollection\",\"features\":[]}", "collection=c");

    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(rig.store.collection("c").orElseThrow().features()).isZero();
  }

  @Test
  void aJobOfWhichNothingPassedFailsAndPublishesNothing() throws Exception {
    Job job = rig.run(Payloads.collection(1, 1), "on-invalid=reject", "collection=c");

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(Objects.requireNonNull(job.outcome().failure()).code())
        .isEqualTo("job.nothing_succeeded");
    assertThat(rig.store.collection("c")).isEmpty();
  }

  @Test
  void aReplayedPublicationShowsTheRowsThatWereStoredBeforeItFailed() throws Exception {
    rig.run(
        "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}",
        "collection=c",
        "to-crs=EPSG:3857");
    rig.storeIsFar.set(true);
    Job failed = rig.run(Payloads.collection(40, 0), "collection=c", "mode=append");
    assertThat(Objects.requireNonNull(failed.outcome().failure()).code())
        .isEqualTo("job.nothing_succeeded");
    assertThat(rig.features("c")).hasSize(1);

    // Somebody brings the collection to the payload's CRS. That payload is newer, so the replay
    // does
    // not change what readers see; its own result has all of its rows all the same.
    rig.run(Payloads.collection(1, 0), "collection=c");
    Job replayed = rig.replay(failed.id());

    assertThat(replayed.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(replayed.items().ok()).isEqualTo(40);
    assertThat(rig.features("c")).hasSize(1);
    assertThat(replayed.outcome().results())
        .extracting(JobResult::name)
        .anyMatch(name -> name.equals("superseded-by"))
        .anyMatch(name -> name.matches("replay-\\d+-features.gpkg"));
  }

  @Test
  void featuresFarApartInThePayloadAreReadInChunksOfTheirOwn() throws Exception {
    String gap = " ".repeat(50_000);
    String payload =
        "{\"type\":\"FeatureCollection\",\"features\":["
            + Payloads.square(0, 0)
            + gap
            + ","
            + Payloads.square(1, 0)
            + gap
            + ","
            + Payloads.square(2, 0)
            + "]}";

    Job job = rig.run(payload, "collection=c");

    assertThat(job.items().ok()).isEqualTo(3);
    assertThat(job.stages().get(1).chunks().done()).isEqualTo(3);
  }

  @Test
  void aThousandFeaturesFarApartDoNotOverfillOneStep() throws Exception {
    String gap = " ".repeat(2_100);
    String payload =
        IntStream.range(0, 1_200)
            .mapToObj(i -> Payloads.square(i, 0))
            .collect(Collectors.joining(gap + "\n"));

    Job job = rig.run(payload, "collection=c");

    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.items().ok()).isEqualTo(1_200);
    assertThat(rig.features("c")).hasSize(1_200);
  }

  @Test
  void aFeatureThatFillsAChunkTakesNoOtherAlong() throws Exception {
    String large =
        "{\"type\":\"Feature\",\"properties\":{\"x\":\"%s\"},\"geometry\":null}"
            .formatted("y".repeat(3_000));
    Job job =
        rig.run(
            String.join(
                "\n", Payloads.square(0, 0), Payloads.square(1, 0), large, Payloads.square(3, 0)));

    assertThat(job.items().ok()).isEqualTo(4);
    assertThat(job.stages().get(1).chunks().done()).isEqualTo(3);
  }

  private static Set<Long> items(List<FeatureRow> rows) {
    return rows.stream().map(FeatureRow::item).collect(Collectors.toSet());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] damaged(byte[] gzip) {
    byte[] damaged = gzip.clone();
    damaged[damaged.length - 6] ^= 0x55;
    return damaged;
  }
}
