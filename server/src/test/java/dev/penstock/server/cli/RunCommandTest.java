package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunCommandTest {
  private static final String POINT =
      "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[8,47]},"
          + "\"properties\":{\"name\":\"x\"}}";

  private final Shell shell = new Shell();
  @TempDir Path folder;

  @Test
  void aRunOfTradesSaysWhatIsUnpricedAndWhichYearsAreIncomplete() throws IOException {
    Path out = folder.resolve("gains");
    var ran =
        shell.run(
            "run",
            "transactions",
            Shell.ROOT.resolve("examples/trades.csv"),
            "--method",
            "fifo,hifo",
            "--currency",
            "USD",
            "-o",
            out);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.lines())
        .contains(
            "  2 of 9 transactions are unpriced, and what depends on them is in no sum; a price is missing for BTC on 2023-08-01, BTC on 2024-02-29.",
            "  2023 is incomplete: 1 disposal of fifo and hifo without a known gain.",
            "  2024 is incomplete: 1 disposal of fifo and hifo without a known gain.");
    assertThat(ran.lines()).contains("  3 open issues: 2 price_missing, 1 transfer_unmatched.");
    assertThat(out.resolve("notes.txt")).exists();
    assertThat(out.resolve("gains.csv")).exists();
    var priced =
        shell.run(
            "run",
            "transactions",
            Shell.ROOT.resolve("examples/trades.csv"),
            "--prices",
            Shell.ROOT.resolve("examples/prices.csv"));
    assertThat(priced.status()).as(priced.err()).isZero();
    assertThat(priced.out()).doesNotContain("unpriced").doesNotContain("incomplete");
  }

  @Test
  void aRunAccountsForEveryFeature() throws IOException {
    Path out = folder.resolve("out.gpkg");
    Path report = folder.resolve("report.json");
    Path rejects = folder.resolve("rejects.geojsonl");
    var ran =
        shell.run(
            "run",
            "geometry",
            Shell.COUNTRIES,
            "--to-crs",
            "EPSG:3857",
            "-o",
            out,
            "--report",
            report,
            "--rejects",
            rejects);
    assertThat(ran.status()).as(ran.err()).isZero();

    JsonNode told = JsonMapper.shared().readTree(Files.readAllBytes(report));
    assertThat(told.path("status").asString()).isEqualTo("successful");
    assertThat(told.path("partial").asBoolean()).isTrue();
    assertThat(told.path("in").asLong()).isEqualTo(241);
    assertThat(told.path("ok").asLong()).isEqualTo(230);
    assertThat(told.path("repaired").asLong()).isEqualTo(8);
    assertThat(told.path("rejected").asLong()).isEqualTo(3);
    assertThat(told.path("dead").asLong()).isZero();
    assertThat(told.path("seconds").asDouble()).isPositive();
    assertThat(told.path("peakMemoryBytes").asLong()).isPositive();
    assertThat(told.path("job").asString()).hasSize(26);
    assertThat(told.path("inputs").path("to-crs").asString()).isEqualTo("EPSG:3857");
    assertThat(told.path("rejectsByCode").propertyNames())
        .containsExactly(
            "geojson.position_not_number", "geojson.ring_too_short", "geojson.unknown_type");
    // Antarctica closes its ring along the pole, from one side of the antimeridian to the other.
    assertThat(told.path("warningsByCode").propertyNames())
        .containsExactlyInAnyOrder("geojson.antimeridian", "geojson.ring_winding");
    assertThat(told.path("repairsByCode").propertyNames()).contains("repair.crossings");

    assertThat(Files.readAllLines(rejects))
        .extracting(line -> JsonMapper.shared().readTree(line).path("original").path("properties"))
        .extracting(properties -> properties.path("name").asString())
        .containsExactlyInAnyOrder("Niger", "Mongolia", "Chad");
    assertThat(GeoPackage.features(out)).hasSize(238);
  }

  @Test
  void nothingButTheAskedForFilesIsLeft() throws IOException {
    shell.run("run", "geometry", Shell.COUNTRIES, "-o", folder.resolve("out.gpkg"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("out.gpkg"));
    }
  }

  @Test
  void theEndingOfTheOutputSaysItsFormat() throws IOException {
    for (String name : List.of("a.geojson", "b.JSON", "c.geojsonl", "d.fgb", "e.parquet")) {
      Path out = folder.resolve(name);
      var ran = shell.in(POINT).run("run", "geometry", "-", "-o", out);
      assertThat(ran.status()).as(ran.err()).isZero();
      assertThat(Files.size(out)).isPositive();
    }
    JsonNode collection =
        JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve("b.JSON")));
    assertThat(collection.path("type").asString()).isEqualTo("FeatureCollection");
    assertThat(collection.path("features").path(0).path("properties").path("name").asString())
        .isEqualTo("x");
    assertThat(Files.readString(folder.resolve("c.geojsonl"))).startsWith("\u001e{");

    var both =
        shell
            .in(POINT)
            .run("run", "geometry", "-", "--formats", "flatgeobuf", "-o", folder.resolve("f.pbf"));
    assertThat(both.status()).as(both.err()).isZero();
    assertThat(folder.resolve("f.pbf")).exists();

    var shape = shell.in(POINT).run("run", "geometry", "-", "-o", folder.resolve("g.shp"));
    assertThat(shape.status()).isEqualTo(2);
    assertThat(shape.err()).contains("no result ends in .shp").contains(".geojson");
    assertThat(folder.resolve("g.shp")).doesNotExist();
    var near = shell.in(POINT).run("run", "geometry", "-", "-o", folder.resolve("g.geojsn"));
    assertThat(near.err()).contains("Did you mean .geojson?");
  }

  @Test
  void aSystemThatIsNotVerifiedIsExportedWhereSomebodySaysThatThisIsKnown() throws IOException {
    Path out = folder.resolve("zone.fgb");
    String[] run = {"run", "geometry", "-", "--to-crs", "EPSG:31467", "-o", out.toString()};
    assertThat(shell.in(POINT).run((Object[]) run).err()).contains("allow-unverified-crs");
    for (String name : List.of("zone.fgb", "zone.parquet", "zone.geojson", "zone.pbf")) {
      var ran =
          shell
              .in(POINT)
              .run(
                  "run",
                  "geometry",
                  "-",
                  "--to-crs",
                  "EPSG:31467",
                  "--allow-unverified-crs",
                  "true",
                  "-o",
                  folder.resolve(name));
      assertThat(ran.status()).as(ran.err()).isZero();
      assertThat(Files.size(folder.resolve(name))).isPositive();
    }
  }

  private JsonNode collection(String payload, String... flags) throws IOException {
    Path out = folder.resolve("collection.geojson");
    var line = new ArrayList<Object>(List.of("run", "geometry", "-", "-o", out));
    line.addAll(List.of(flags));
    var ran = shell.in(payload).run(line.toArray());
    assertThat(ran.status()).as(ran.err()).isZero();
    return JsonMapper.shared().readTree(Files.readAllBytes(out));
  }

  @Test
  void geoJsonKeepsWhatTheCollectionSaysHasTheDecimalsAskedForAndWindsByTheRule()
      throws IOException {
    JsonNode written =
        collection(
            "{\"type\":\"FeatureCollection\",\"name\":\"fields\",\"source\":{\"year\":2.50},\"features\":["
                + "{\"type\":\"Feature\",\"licence\":\"CC0\",\"properties\":{\"price\":1.50},\"geometry\":"
                + "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,1.23456],[1,1],[1,0],[0,0]]]}}]}",
            "--precision",
            "2");
    assertThat(written.path("name").asString()).isEqualTo("fields");
    String text = Files.readString(folder.resolve("collection.geojson"));
    assertThat(text).contains(",\"source\":{\"year\":2.50},\"features\":[");
    assertThat(text).contains("\"properties\":{\"price\":1.50,\"licence\":\"CC0\"}");
    JsonNode feature = written.path("features").path(0);
    assertThat(feature.path("geometry").path("coordinates").toString())
        .isEqualTo("[[[0,0],[1,0],[1,1],[0,1.23],[0,0]]]");
  }

  @Test
  void rejectsOfLinesTellTheirLine() throws IOException {
    Path rejects = folder.resolve("rejects.jsonl");
    String bad = "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Poligon\"}}";
    String lines = POINT + "\n\n" + bad + "\nno object\n" + POINT + "\n" + bad + "\n";
    shell.in(lines).run("run", "geometry", "-", "--rejects", rejects);
    assertThat(Files.readAllLines(rejects))
        .extracting(line -> JsonMapper.shared().readTree(line).path("line").asInt())
        .containsExactly(3, 4, 6);
    shell
        .in("{\"type\":\"FeatureCollection\",\"features\":[" + bad + "]}")
        .run("run", "geometry", "-", "--rejects", rejects);
    assertThat(Files.readString(rejects)).doesNotContain("\"line\"");
  }

  /** Two fields beside each other, whose common border has many corners. */
  private static String neighbours() {
    var border = new ArrayList<String>();
    for (int i = 0; i <= 40; i++) {
      border.add("[" + (1 + (i % 2 == 0 ? 0 : 0.01) + (i == 20 ? 0.5 : 0)) + "," + i / 40.0 + "]");
    }
    String up = String.join(",", border);
    Collections.reverse(border);
    String down = String.join(",", border);
    return feature("west", "[0,0]," + up + ",[0,1],[0,0]")
        + "\n"
        + feature("east", "[2,0],[2,1]," + down + ",[2,0]");
  }

  private static String feature(String name, String ring) {
    return "{\"type\":\"Feature\",\"properties\":{\"name\":\"%s\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[%s]]}}"
        .formatted(name, ring);
  }

  @Test
  void whatIsSimplifiedAsACoverageStillSharesItsBorders() throws IOException {
    JsonNode written =
        collection(neighbours(), "--simplify", "0.05", "--simplify-method", "coverage");
    var corners = new ArrayList<Set<String>>();
    for (JsonNode feature : written.path("features")) {
      var ring = new HashSet<String>();
      feature
          .path("geometry")
          .path("coordinates")
          .path(0)
          .forEach(position -> ring.add(position.toString()));
      corners.add(ring);
    }
    assertThat(corners).hasSize(2);
    var shared = new HashSet<>(corners.get(0));
    shared.retainAll(corners.get(1));
    assertThat(corners.get(0)).hasSizeLessThan(20);
    // West has two corners of its own, and so has east: all others are on the common border.
    assertThat(shared).hasSize(corners.get(0).size() - 2).hasSize(corners.get(1).size() - 2);
    assertThat(shared).contains("[1.5,0.5]").hasSizeGreaterThan(2);
  }

  @Test
  void aCoverageThatIsTooLargeForTheMemoryIsRefused() {
    var ran =
        shell
            .in((POINT + "\n").repeat(10_001))
            .run("run", "geometry", "-", "--simplify", "1", "--simplify-method", "coverage");
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.out()).contains("geometry.coverage_too_large").contains("10,000 features");
  }

  @Test
  void theInputMayComeFromStandardInput() {
    var ran = shell.in(POINT).run("run", "geometry", "-", "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().path("ok").asLong()).isEqualTo(1);
  }

  @Test
  void aLargeCompressedInputMayComeFromStandardInput() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      Files.copy(Shell.COUNTRIES, gzip);
    }
    var ran = shell.in(packed.toByteArray()).run("run", "geometry", "-", "--json");
    assertThat(ran.json().path("in").asLong()).isEqualTo(241);
  }

  @Test
  void rejectsFailTheCommandOnlyWhenAsked() {
    String bad = POINT.replace("[8,47]", "[8]");
    String both = "{\"type\":\"FeatureCollection\",\"features\":[" + POINT + "," + bad + "]}";
    assertThat(shell.in(both).run("run", "geometry", "-").status()).isZero();
    assertThat(shell.in(both).run("run", "geometry", "-", "--fail-on-rejects").status())
        .isEqualTo(ExitCode.PARTIAL.status());
  }

  @Test
  void aJobWithoutAnyResultFailsAndSaysWhy() {
    var cut = shell.in(POINT.substring(0, 60)).run("run", "geometry", "-", "--json");
    assertThat(cut.status()).isEqualTo(ExitCode.JOB_FAILED.status());
    assertThat(cut.json().path("status").asString()).isEqualTo("failed");
    assertThat(cut.json().path("failure").path("code").asString()).isNotEmpty();
  }

  @Test
  void whatIsPlainlyNoPayloadIsRefusedAtOnce() {
    var empty = shell.in("").run("run", "geometry", "-");
    assertThat(empty.status()).isEqualTo(ExitCode.USAGE.status());
    assertThat(empty.err()).isEqualTo("penstock: The input is empty.\n");
    var text = shell.in("Dear all").run("run", "geometry", "-");
    assertThat(text.status()).isEqualTo(ExitCode.USAGE.status());
    assertThat(text.err()).contains("JSON does not start like this");
    assertThat(shell.run("run", "geometry", folder).err()).contains("is a folder; give a file");
    assertThat(shell.run("run", "geometry", folder.resolve("no")).err()).contains("no file");
  }

  @Test
  void aFolderTakesEveryResultFile() {
    var ran = shell.in(POINT).run("run", "geometry", "-", "-o", folder);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(folder.resolve("features.gpkg")).exists();
  }

  @Test
  void theSameCommandOnTheSameDataIsTheSameJob() {
    Object[] command = {
      "run", "geometry", Shell.COUNTRIES, "--json", "--data", folder.resolve("d")
    };
    String first = shell.run(command).json().path("job").asString();
    String second = shell.run(command).json().path("job").asString();
    assertThat(second).isEqualTo(first);
    var other = shell.run(Stream.concat(Stream.of(command), Stream.of("--mode=append")).toArray());
    assertThat(other.json().path("job").asString()).isNotEqualTo(first);
  }

  @Test
  void aFolderThatIsMissingIsNamedBeforeAnythingIsDone() {
    for (String flag : List.of("-o", "--report", "--rejects")) {
      var ran = shell.in(POINT).run("run", "geometry", "-", flag, "no/such/file");
      assertThat(ran.status()).isEqualTo(ExitCode.IO.status());
      assertThat(ran.err()).isEqualTo("penstock: There is no folder 'no/such' for " + flag + ".\n");
    }
  }

  @Test
  void anOutputNeverTakesThePlaceOfTheInputOrOfAnotherOutput() throws IOException {
    Path input = Files.writeString(folder.resolve("in.geojson"), "{}");
    var over = shell.run("run", "geometry", input, "-o", input);
    assertThat(over.status()).isEqualTo(2);
    assertThat(over.err()).contains("would overwrite the input");
    assertThat(input).hasContent("{}");
    Path same = folder.resolve("same");
    assertThat(shell.run("run", "geometry", input, "-o", same, "--report", same).err())
        .contains("--report '" + same + "' would overwrite -o");
  }

  @Test
  void aFailedRunNamesNoResult() throws IOException {
    Path input = Files.writeString(folder.resolve("in.geojson"), "{\"a\": 1}");
    var failed = shell.run("run", "geometry", input, "-o", folder.resolve("out.gpkg"));
    assertThat(failed.status()).isEqualTo(3);
    assertThat(failed.out()).contains("there is no result").doesNotContain("result in");
  }
}
