package dev.penstock.formats;

import static dev.penstock.formats.Samples.feature;
import static dev.penstock.formats.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our GeoJSON files, and what GDAL says of them. */
class GeoJsonIT {
  private static final List<Feature> FEATURES =
      List.of(
          feature(
              "\"a\"",
              "POLYGON ((0 0, 0 4, 4 4, 0 0))",
              "{ \"b\": 1.10, \"a\":12345678901234567890.50,\"b\\u0061\":null}"),
          feature("17.0", "POINT (-10.5 7)", "{\"b\":2}"),
          feature(null, null, "null"));

  @TempDir Path folder;

  @Test
  void aCollectionHoldsIdsAndPropertiesByteForByte() throws Exception {
    Path file = Samples.file(Format.GEOJSON, FEATURES, folder);
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","id":"a","geometry":{"type":"Polygon",\
            "coordinates":[[[0,0],[4,4],[0,4],[0,0]]]},\
            "properties":{ "b": 1.10, "a":12345678901234567890.50,"b\\u0061":null}},
            {"type":"Feature","id":17.0,"geometry":{"type":"Point","coordinates":[-10.5,7]},\
            "properties":{"b":2}},
            {"type":"Feature","geometry":null,"properties":null}
            ]}
            """);
    assertThat(run("ogrinfo", "-so", "-al", file.toString()))
        .contains("Feature Count: 3", "Extent: (-10.500000, 0.000000) - (4.000000, 7.000000)")
        .contains("b: Real (0.0)");
  }

  @Test
  void aSequenceHasARecordSeparatorBeforeEachFeature() throws Exception {
    Path file = Samples.file(Format.GEOJSONSEQ, FEATURES, folder);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("\u001e{\"type\":\"Feature\""));
    assertThat(run("ogrinfo", "-so", "-al", file.toString()))
        .contains("Feature Count: 3", "b: Real (0.0)", "4.000000, 7.000000");
  }

  @Test
  void nothingAtAllIsAFileToo() throws Exception {
    assertThat(Files.readString(Samples.file(Format.GEOJSON, List.of(), folder)))
        .isEqualTo("{\"type\":\"FeatureCollection\",\"features\":[\n]}\n");
    assertThat(Samples.file(Format.GEOJSONSEQ, List.of(), folder)).isEmptyFile();
  }
}
