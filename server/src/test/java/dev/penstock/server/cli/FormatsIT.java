package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files that {@code --formats} leaves, and what GDAL says of them. */
class FormatsIT {
  private static final String ALL = "flatgeobuf,geoparquet,geobuf,geojson,geojsonseq,geopackage";
  private static final Pattern EXTENT = Pattern.compile("Extent: \\((.*)\\) - \\((.*)\\)");

  @TempDir Path folder;

  static String gdal(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private void run(String... more) {
    Object[] words = new Object[7 + more.length];
    System.arraycopy(
        new Object[] {"run", "geometry", Shell.COUNTRIES, "--formats", ALL, "-o", folder},
        0,
        words,
        0,
        7);
    System.arraycopy(more, 0, words, 7, more.length);
    var ran = new Shell().run(words);
    assertThat(ran.status()).as(ran.err()).isZero();
  }

  @Test
  void everyFormatHasTheFeaturesOfTheGeoPackage() throws Exception {
    run();
    String expected = extent("gpkg");
    for (String ending : new String[] {"fgb", "geojson", "geojsons"}) {
      String file = folder.resolve("features." + ending).toString();
      assertThat(gdal("ogrinfo", "-so", "-al", file))
          .contains("Feature Count: 238", "name: String");
      assertThat(extent(ending)).as(ending).isEqualTo(expected);
      assertThat(gdal("ogrinfo", "-al", "-where", "name = 'Zimbabwe'", file))
          .as(ending)
          .contains("Feature Count: 1", "POLYGON ((31.2861 -22.4025," + second(ending));
    }
    JsonNode json = JsonMapper.shared().readTree(folder.resolve("features.geojson").toFile());
    assertThat(json.path("features")).hasSize(238);
    assertThat(json.path("features").get(0).path("id").toString()).isEqualTo("\"716\"");
    assertThat(Files.readString(folder.resolve("features.parquet"), StandardCharsets.ISO_8859_1))
        .startsWith("PAR1")
        .contains("\"primary_column\":\"geometry\"")
        .endsWith("PAR1");
    assertThat(folder.resolve("features.pbf")).isNotEmptyFile();
  }

  /** The shell came in clockwise: GeoJSON turns it, as RFC 7946 wants it. */
  private static String second(String ending) {
    return ending.equals("fgb") ? "31.1961 -22.3452" : "31.4301 -22.2983";
  }

  private String extent(String ending) throws Exception {
    Matcher extent =
        EXTENT.matcher(
            gdal("ogrinfo", "-so", "-al", folder.resolve("features." + ending).toString()));
    assertThat(extent.find()).isTrue();
    return extent.group();
  }

  @Test
  void plainFormatsKeepTheSystemOfTheResultAndGeoJsonIsInDegrees() throws Exception {
    run("--to-crs", "EPSG:2193");
    assertThat(gdal("ogrinfo", "-so", "-al", folder.resolve("features.fgb").toString()))
        .contains("NZGD2000 / New Zealand Transverse Mercator 2000", "ID[\"EPSG\",2193]");
    String parquet =
        Files.readString(folder.resolve("features.parquet"), StandardCharsets.ISO_8859_1);
    assertThat(parquet).contains("\"crs\":{", "\"id\":{\"authority\":\"EPSG\",\"code\":2193}");
    assertThat(
            gdal(
                "ogrinfo",
                "-al",
                "-where",
                "name = 'New Zealand'",
                folder.resolve("features.geojson").toString()))
        .contains("Feature Count: 1", "174.");
  }

  @Test
  void anOutputFileIsTheResultOfItsEnding() throws Exception {
    Path file = folder.resolve("world.fgb");
    var ran =
        new Shell()
            .run("run", "geometry", Shell.COUNTRIES, "--formats", "flatgeobuf,geobuf", "-o", file);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(gdal("ogrinfo", "-so", "-al", file.toString()))
        .contains("FlatGeobuf", "Feature Count: 238");
  }

  @Test
  void aFormatThatThereIsNotIsNamedWithItsNeighbour() {
    var ran = new Shell().run("run", "geometry", Shell.COUNTRIES, "--formats", "flatgeobug");
    assertThat(ran.status()).isEqualTo(ExitCode.USAGE.status());
    assertThat(ran.err()).contains("there is no format 'flatgeobug'. Did you mean flatgeobuf?");
  }
}
