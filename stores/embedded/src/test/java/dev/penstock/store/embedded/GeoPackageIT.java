package dev.penstock.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureBatch;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.geometry.store.PropertyColumn;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Publication.Mode;
import dev.penstock.geometry.store.Published;
import dev.penstock.geometry.store.Srs;
import dev.penstock.job.JobId;
import dev.penstock.testkit.Features;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Point;

/** What GDAL and SQLite's own checks say of a published file. */
class GeoPackageIT {
  @TempDir private Path folder;

  @Test
  void gdalReadsCountsExtentTypesAndValues() throws Exception {
    Path file =
        published(
            List.of(
                column("name", "t"),
                column("count", "w"),
                column("share", "wd"),
                column("open", "f"),
                column("either", "fwt"),
                column("tags", "n"),
                column("na\"me", "t"),
                column("straße", "t"),
                column("a/b.c[0]'", "w"),
                column("FID", "w"),
                column("Geom", "t"),
                column("", "w"),
                column("never", "")),
            Features.polygon(
                0,
                "\"a\"",
                -10.5,
                3,
                """
                {"name":"Zoë 🚲","count":9007199254740993,"share":1,"open":true,"either":true,\
                "tags":{"k":[1,2]},"na\\"me":"q","straße":"raw","a/b.c[0]'":7,"FID":70,\
                "Geom":"g","":5,"never":null}"""),
            Features.polygon(
                1,
                "17",
                20,
                40,
                """
                {"name":null,"count":-1,"share":0.25,"open":false,"either":"x",\
                "na\\u0022me":"r","stra\\u00dfe":"escaped","a\\/b.c[0]'":8}"""),
            Features.row(2, null, point(0, 0), "{\"either\":3,\"stra\\u00DFe\":\"upper\"}"),
            new FeatureRow(3, null, null, Bounds.NONE, Features.utf8("null")));

    assertThat(run("ogrinfo", "-so", "-al", file.toString()))
        .contains("Layer name: features", "Feature Count: 4")
        .contains("Extent: (-10.500000, 0.000000) - (21.000000, 41.000000)")
        .contains("ID[\"EPSG\",4326]", "FID Column = fid", "Geometry Column = geom")
        .contains("name: String (0.0)", "count: Integer64 (0.0)", "share: Real (0.0)")
        .contains("open: Integer(Boolean) (0.0)", "either: String (0.0)", "tags: String (0.0)")
        .contains("na\"me: String (0.0)", "a/b.c[0]': Integer64 (0.0)", "FID_2: Integer64 (0.0)")
        .contains("Geom_2: String (0.0)", "unnamed: Integer64 (0.0)", "never: String (0.0)")
        .doesNotContain("penstock_");
    String features = run("ogrinfo", "-al", "-q", file.toString());
    assertThat(features)
        .contains("name (String) = Zoë 🚲", "name (String) = (null)")
        .contains("count (Integer64) = 9007199254740993", "count (Integer64) = -1")
        .contains("share (Real) = 1", "share (Real) = 0.25")
        .contains("open (Integer(Boolean)) = 1", "open (Integer(Boolean)) = 0")
        .contains("either (String) = true", "either (String) = x", "either (String) = 3")
        .contains("tags (String) = {\"k\":[1,2]}")
        .contains("na\"me (String) = q", "na\"me (String) = r")
        .contains("straße (String) = raw", "straße (String) = escaped", "straße (String) = upper")
        .contains("a/b.c[0]' (Integer64) = 7", "a/b.c[0]' (Integer64) = 8")
        .contains("FID_2 (Integer64) = 70", "Geom_2 (String) = g", "unnamed (Integer64) = 5")
        .contains("feature_id (String) = \"a\"", "feature_id (String) = 17")
        .contains("POLYGON ((-10.5 3.0,-10.5 4.0,-9.5 4.0,-9.5 3.0,-10.5 3.0))");
    assertThat(run("ogr2ogr", "-f", "GeoJSON", "/vsistdout/", file.toString()))
        .contains("\"share\": 0.25", "\"open\": false", "\"count\": 9007199254740993")
        .contains("\"geometry\": null");
    assertThat(checks(file)).containsExactly("ok", "ok", "4");
  }

  @Test
  void gdalFindsThroughTheSpatialIndexWhatIsThere() throws Exception {
    FeatureRow[] rows = Features.grid(0, 30_000);
    Path file = published(List.of(column("name", "t"), column("n", "w")), rows);
    assertThat(checks(file)).containsExactly("ok", "ok", "30000");
    var box = new Bounds(3.2, 7.7, 20.1, 99);
    long expected = Arrays.stream(rows).filter(r -> r.bounds().meets(box)).count();
    assertThat(run("ogrinfo", "-so", "-spat", "3.2", "7.7", "20.1", "99", file + "", "features"))
        .contains("Geometry: Point", "Feature Count: " + expected);
  }

  @Test
  void aCopyCanBeEditedWithIndexAndCountKept() throws Exception {
    Path file = published(List.of(column("n", "w")), Features.grid(0, 1_000));
    Path copy = Files.copy(file, folder.resolve("copy.gpkg"));
    run("ogrinfo", "-q", copy.toString(), "-sql", "DELETE FROM features WHERE fid <= 990");
    assertThat(run("ogrinfo", "-so", "-al", copy.toString())).contains("Feature Count: 10");
    assertThat(checks(copy)).containsExactly("ok", "ok", "10");
    assertThat(checks(file)).containsExactly("ok", "ok", "1000");
  }

  @Test
  void anEmptyPartAndOneWithTooManyColumnsOpenToo() throws Exception {
    assertThat(run("ogrinfo", "-so", "-al", published(List.of()).toString()))
        .contains("Feature Count: 0");
    List<PropertyColumn> columns = new ArrayList<>();
    var json = new StringBuilder("{");
    for (int i = 0; i < 700; i++) {
      columns.add(column("p" + i, "w"));
      json.append(i == 0 ? "" : ",").append("\"p").append(i).append("\":").append(i);
    }
    Path file = published(columns, Features.polygon(0, null, 0, 0, json.append('}').toString()));
    assertThat(run("ogrinfo", "-al", file.toString()))
        .contains("p499 (Integer64) = 499", "\"columns_cut\":true")
        .doesNotContain("p500 (Integer64)");
  }

  @Test
  void aCrsOfOurOwnIsDescribed() throws Exception {
    var mercator =
        new Srs(
            "EPSG",
            3857,
            "WGS 84 / Pseudo-Mercator",
            """
            PROJCS["WGS 84 / Pseudo-Mercator",GEOGCS["WGS 84",DATUM["WGS_1984",\
            SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],\
            UNIT["degree",0.0174532925199433]],PROJECTION["Mercator_1SP"],\
            PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],\
            PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1],\
            AUTHORITY["EPSG","3857"]]""");
    try (var store = GeoPackageStore.open(folder, InstantSource.system())) {
      JobId job = Features.job(1);
      var published = store.publish(new Publication(job, 1, 0, 1, 0, "m", Mode.REPLACE, mercator));
      Path file = ((Published.Visible) published).files().getFirst().path();
      assertThat(run("ogrinfo", "-so", "-al", file.toString())).contains("ID[\"EPSG\",3857]");
    }
  }

  private Path published(List<PropertyColumn> columns, FeatureRow... rows) throws IOException {
    try (var store = GeoPackageStore.open(folder, InstantSource.system())) {
      JobId job = JobId.next(InstantSource.system());
      var left = Arrays.asList(rows).iterator();
      if (rows.length > 0) {
        store.write(
            new FeatureBatch(
                new FeatureBatch.Writer(job, 0, 0, 1),
                Features.WGS84,
                columns,
                () -> left.hasNext() ? left.next() : null));
      }
      var published =
          store.publish(Features.publication(job, 0, rows.length, job.value(), Mode.REPLACE));
      return ((Published.Visible) published).files().getFirst().path();
    }
  }

  /** SQLite's check of the file, its check of the R-tree, and the number of boxes. */
  private static List<String> checks(Path file) throws Exception {
    try (Sqlite sqlite = Sqlite.openImmutable(file)) {
      List<String> answers = new ArrayList<>();
      for (String sql :
          List.of(
              "PRAGMA integrity_check",
              "SELECT rtreecheck('rtree_features_geom')",
              "SELECT feature_count FROM gpkg_ogr_contents")) {
        answers.addAll(sqlite.all(sql, row -> row.getString(1)));
      }
      return answers;
    }
  }

  /** What a program of GDAL prints; it must print no warning. */
  private static String run(String... command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      throw new AssertionError(command[0] + " is missing: install the package gdal-bin", missing);
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).doesNotContainIgnoringCase("warning").doesNotContain("ERROR");
    return output;
  }

  private static Point point(double x, double y) {
    return new GeometryFactory().createPoint(new Coordinate(x, y));
  }

  /** Kinds by letter: wholes, decimals, flags, texts, nested. */
  private static PropertyColumn column(String name, String kinds) {
    return new PropertyColumn(
        name,
        kinds.contains("w"),
        kinds.contains("d"),
        kinds.contains("f"),
        kinds.contains("t"),
        kinds.contains("n"));
  }
}
