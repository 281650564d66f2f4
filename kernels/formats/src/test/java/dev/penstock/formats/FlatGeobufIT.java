package dev.penstock.formats;

import static dev.penstock.formats.Samples.feature;
import static dev.penstock.formats.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GDAL says of our FlatGeobuf. */
class FlatGeobufIT {
  @TempDir Path folder;

  @Test
  void gdalReadsCountExtentTypesAndEveryValue() throws Exception {
    Path file =
        Samples.file(
            Format.FLATGEOBUF,
            List.of(
                feature(
                    "\"a\"",
                    "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 1))",
                    """
                    {"name":"Zoë 🚲","count":9007199254740993,"share":1,"open":true,"mixed":1,\
                    "tags":{"k":[1,2.50]},"long":0.12345678901234567890,"esc\\u0061ped":"\\n\\"q"}"""),
                feature(
                    "17",
                    "MULTIPOLYGON (((10 10, 12 10, 12 12, 10 10)), ((20 20, 21 20, 21 21, 20 20)))",
                    "{\"name\":null,\"count\":-1,\"share\":0.25,\"open\":false,\"mixed\":\"x\"}"),
                feature(null, "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3, 4 5))", "null"),
                feature(null, "MULTIPOINT ((5 5), (6 6))", "{\"fid\":5}"),
                feature(null, "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (3 4, 5 6))", "{}"),
                feature(null, "POINT (-10.5 7)", "{\"share\":2}"),
                feature(null, null, "{\"name\":\"nowhere\"}")),
            folder);

    assertThat(run("ogrinfo", "-so", "-al", file.toString()))
        .contains("Layer name: features", "Feature Count: 7")
        .contains("Extent: (-10.500000, 0.000000) - (21.000000, 21.000000)")
        .contains("ID[\"EPSG\",4326]", "feature_id: String (0.0)", "name: String (0.0)")
        .contains("count: Integer64 (0.0)", "share: Real (0.0)", "open: Integer(Boolean) (0.0)")
        .contains("tags: String (0.0)", "mixed: String (0.0)", "long: String (0.0)")
        .contains("fid_2: Integer64");
    assertThat(run("ogrinfo", "-al", "-q", file.toString()))
        .contains("feature_id (String) = \"a\"", "feature_id (String) = 17")
        .contains("name (String) = Zoë 🚲", "name (String) = nowhere")
        .contains("count (Integer64) = 9007199254740993", "count (Integer64) = -1")
        .contains("share (Real) = 1\n", "share (Real) = 0.25", "open (Integer(Boolean)) = 0")
        .contains("tags (String) = {\"k\":[1,2.50]}", "mixed (String) = \"x\"")
        .contains("long (String) = 0.12345678901234567890", "escaped (String) = \n\"q")
        .contains("POLYGON ((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 1))")
        .contains("MULTIPOLYGON (((10 10,12 10,12 12,10 10)),((20 20,21 20,21 21,20 20)))")
        .contains("MULTILINESTRING ((0 0,1 1),(2 2,3 3,4 5))", "MULTIPOINT ((5 5),(6 6))")
        .contains("GEOMETRYCOLLECTION (POINT (1 2),LINESTRING (3 4,5 6))", "POINT (-10.5 7.0)");
  }

  @Test
  void heightsAndTheOneTypeOfAllAreInTheHeader() throws Exception {
    Path file =
        Samples.file(
            Format.FLATGEOBUF,
            List.of(
                feature(null, "LINESTRING Z (0 0 1.5, 1 1 2)", "{}"),
                feature(null, "LINESTRING Z (5 5 3, 6 6 4)", "{}")),
            folder);
    assertThat(run("ogrinfo", "-so", "-al", file.toString()))
        .contains("Geometry: 3D Line String", "Feature Count: 2");
    assertThat(run("ogrinfo", "-al", "-q", file.toString()))
        .contains("LINESTRING Z (0 0 1.5,1 1 2)");
  }

  @Test
  void theIndexFindsWhatIsThereWhateverTheNumberOfFeatures() throws Exception {
    for (int n : new int[] {1, 15, 16, 17, 255, 257, 4_097, 120_000}) {
      List<Feature> grid = Samples.grid(n);
      Path file = Samples.file(Format.FLATGEOBUF, grid, folder);
      long expected =
          grid.stream()
              .map(Feature::box)
              .filter(b -> b.minX() >= -119.6 && b.minX() <= 30.3 && b.minY() <= -58.1)
              .count();
      assertThat(
              run(
                  "ogrinfo",
                  "-so",
                  "-spat",
                  "-119.6",
                  "-90",
                  "30.3",
                  "-58.1",
                  file + "",
                  "features"))
          .as("%d features", n)
          .contains("Feature Count: " + expected + "\n");
      assertThat(run("ogrinfo", "-so", "-al", file + "")).contains("Feature Count: " + n + "\n");
    }
  }

  @Test
  void nothingAtAllIsAFileToo() throws Exception {
    Path file = Samples.file(Format.FLATGEOBUF, List.of(), folder);
    assertThat(run("ogrinfo", "-so", "-al", file.toString())).contains("Feature Count: 0");
  }

  @Test
  void theSameFeaturesGiveTheSameBytes() throws Exception {
    List<Feature> grid = Samples.grid(50_000);
    byte[] first = Files.readAllBytes(Samples.file(Format.FLATGEOBUF, grid, folder));
    byte[] second = Files.readAllBytes(Samples.file(Format.FLATGEOBUF, grid, folder));
    assertThat(second).isEqualTo(first);
  }

  @Test
  void moreNamesThanColumnsLeaveTheJsonWhole() throws Exception {
    var names = new StringBuilder("{");
    for (int i = 0; i <= Columns.MOST; i++) {
      names.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":").append(i);
    }
    String json = names.append('}').toString();
    Path file = Samples.file(Format.FLATGEOBUF, List.of(feature("1", "POINT (1 1)", json)), folder);
    assertThat(run("ogrinfo", "-al", "-q", file.toString()))
        .contains("properties (String) = " + json);
  }
}
