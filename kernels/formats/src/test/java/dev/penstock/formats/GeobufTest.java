package dev.penstock.formats;

import static dev.penstock.formats.Samples.feature;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GeobufTest {
  private static final List<Feature> FEATURES =
      List.of(
          feature(
              "\"a\"",
              "POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))",
              """
              {"name":"Zoë 🚲","count":9007199254740993,"min":-9223372036854775808,"share":0.25,\
              "open":true,"tags":{"k":[1,2.50]},"digits":0.12345678901234567890,"nil":null}"""),
          feature("-17", "POLYGON ((0.5 0, 1 0, 1 1, 0.5 0))", "{\"name\":\"b\"}"),
          feature("1.5", "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))", "{}"),
          feature(null, "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))", "null"),
          feature(null, "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3, 4 5.125))", "{}"),
          feature(null, "MULTILINESTRING ((0 0, 1 1))", "{}"),
          feature(null, "MULTIPOINT ((5 5), (6 6.75))", "{}"),
          feature(null, "LINESTRING (-10.5 7, 3 4)", "{}"),
          feature(null, "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (3 4, 5 6))", "{}"),
          feature(null, null, "{\"name\":\"c\"}"));

  @TempDir Path folder;

  private List<String> read(List<Feature> features) throws Exception {
    return GeobufReading.features(
        Files.readAllBytes(Samples.file(Format.GEOBUF, features, folder)));
  }

  @Test
  void everythingComesBackAsItWas() throws Exception {
    assertThat(read(FEATURES))
        .containsExactly(
            "\"a\" Polygon[[0.0 0.0, 4.0 0.0, 4.0 4.0, 0.0 0.0], [1.0 1.0, 2.0 1.0, 2.0 2.0, 1.0"
                + " 1.0]] [name=\"Zoë 🚲\", count=9007199254740993, min=-9223372036854775808,"
                + " share=0.25, open=true, tags=json:{\"k\":[1,2.50]},"
                + " digits=json:0.12345678901234567890, nil=json:null]",
            "-17 Polygon[[0.5 0.0, 1.0 0.0, 1.0 1.0, 0.5 0.0]] [name=\"b\"]",
            "\"1.5\" MultiPolygon[[[0.0 0.0, 1.0 0.0, 1.0 1.0, 0.0 0.0]]] []",
            "- MultiPolygon[[[0.0 0.0, 1.0 0.0, 1.0 1.0, 0.0 0.0]], [[5.0 5.0, 6.0 5.0, 6.0 6.0,"
                + " 5.0 5.0]]] []",
            "- MultiLineString[[0.0 0.0, 1.0 1.0], [2.0 2.0, 3.0 3.0, 4.0 5.125]] []",
            "- MultiLineString[[0.0 0.0, 1.0 1.0]] []",
            "- MultiPoint[5.0 5.0, 6.0 6.75] []",
            "- LineString[-10.5 7.0, 3.0 4.0] []",
            "- GeometryCollection[Point1.0 2.0, LineString[3.0 4.0, 5.0 6.0]] []",
            "- null [name=\"c\"]");
    if ("soak".equals(System.getProperty("penstock.test.form"))) {
      readByNode();
    }
  }

  @Test
  void heightsMakeAllPositionsThreeNumbers() throws Exception {
    assertThat(
            read(
                List.of(
                    feature(null, "LINESTRING Z (0 0 1.5, 1 1 2)", "{}"),
                    feature(null, "POINT (3 4)", "{}"))))
        .containsExactly("- LineString[0.0 0.0 1.5, 1.0 1.0 2.0] []", "- Point3.0 4.0 0.0 []");
  }

  @Test
  void coordinatesOfManyDigitsStayExactAsLongAsDoublesCanTell() throws Exception {
    assertThat(read(List.of(feature(null, "POINT (179.1234567890123 -0.00000001)", "{}"))))
        .containsExactly("- Point179.1234567890123 -1.0E-8 []");
    // Sixteen decimals of a large number are no double any more: the nearest below is written.
    String near = read(List.of(feature(null, "POINT (123456.12345678912 1e-17)", "{}"))).getFirst();
    assertThat(near).matches("- Point123456\\.123456789\\d* 0\\.0 \\[\\]");
  }

  /** The program that Geobuf comes from; it has no features without a geometry. */
  private void readByNode() throws Exception {
    Path file = Samples.file(Format.GEOBUF, FEATURES.subList(0, 9), folder);
    Samples.run("npm", "install", "--silent", "--prefix", folder + "", "geobuf@3.0.2", "pbf@3.3.0");
    Path script = folder.resolve("read.js");
    Files.writeString(
        script,
        """
        const fs = require('fs'), geobuf = require('geobuf'), Pbf = require('pbf');
        console.log(JSON.stringify(geobuf.decode(new Pbf(fs.readFileSync('%s')))));
        """
            .formatted(file),
        StandardCharsets.UTF_8);
    JsonNode json = new JsonMapper().readTree(Samples.run("node", script.toString()));
    assertThat(json.path("features")).hasSize(9);
    assertThat(json.path("features").get(0).path("properties").toString())
        .contains("\"name\":\"Zoë 🚲\"", "\"share\":0.25", "\"tags\":{\"k\":[1,2.5]}");
    assertThat(json.path("features").get(0).path("geometry").path("coordinates").toString())
        .isEqualTo("[[[0,0],[4,0],[4,4],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]");
    assertThat(json.path("features").get(3).path("geometry").path("coordinates").toString())
        .isEqualTo("[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]");
  }
}
