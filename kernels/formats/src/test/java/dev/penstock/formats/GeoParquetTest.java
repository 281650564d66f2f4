package dev.penstock.formats;

import static dev.penstock.formats.Samples.feature;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What DuckDB reads in our GeoParquet. */
class GeoParquetTest {
  @TempDir Path folder;

  /** Rows as DuckDB prints their values, with {@code |} between. */
  private static List<String> query(String sql) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      // A Parquet reader only: its spatial extension would come from the network.
      statement.execute("SET enable_geoparquet_conversion = false");
      var rows = new ArrayList<String>();
      try (ResultSet results = statement.executeQuery(sql)) {
        int columns = results.getMetaData().getColumnCount();
        while (results.next()) {
          var row = new StringJoiner("|");
          for (int i = 1; i <= columns; i++) {
            row.add(results.getString(i));
          }
          rows.add(row.toString());
        }
      }
      return rows;
    }
  }

  private Path sample() throws Exception {
    return Samples.file(
        Format.GEOPARQUET,
        List.of(
            feature(
                "\"a\"",
                "POLYGON ((0 0, 4 0, 4 4, 0 0))",
                """
                {"name":"Zoë 🚲","count":9007199254740993,"share":1,"open":true,"mixed":1.50,\
                "tags":{"k":[1,2.50]},"bbox":7}"""),
            feature("17", "POINT (-10.5 7)", "{\"name\":null,\"share\":0.25,\"open\":false}"),
            feature(null, "POINT Z (1 2 3)", "{\"mixed\":\"x\"}"),
            feature(null, null, "null")),
        folder);
  }

  @Test
  void everyValueComesBackAsItWas() throws Exception {
    Path file = sample();
    assertThat(
            query(
                "SELECT feature_id, name, count, share, open, mixed, tags, bbox_2 FROM '"
                    + file
                    + "'"))
        .containsExactly(
            "\"a\"|Zoë 🚲|9007199254740993|1.0|true|1.50|{\"k\":[1,2.50]}|7",
            "17|null|null|0.25|false|null|null|null",
            "null|null|null|null|null|\"x\"|null|null",
            "null|null|null|null|null|null|null|null");
    assertThat(query("SELECT bbox.xmin, bbox.ymax, hex(geometry) FROM '" + file + "'"))
        .containsExactly(
            "0.0|4.0|"
                + "01030000000100000004000000"
                + "00000000000000000000000000000000"
                + "00000000000010400000000000000000"
                + "00000000000010400000000000001040"
                + "00000000000000000000000000000000",
            "-10.5|7.0|010100000000000000000025C00000000000001C40",
            "1.0|2.0|01E9030000000000000000F03F00000000000000400000000000000840",
            "null|null|null");
  }

  @Test
  void schemaCompressionAndStatisticsAreWhatTheyShouldBe() throws Exception {
    Path file = sample();
    assertThat(
            query(
                "SELECT name, type, repetition_type, logical_type FROM parquet_schema('"
                    + file
                    + "') WHERE num_children IS NULL OR name = 'bbox'"))
        .contains("feature_id|BYTE_ARRAY|OPTIONAL|JsonType()")
        .contains("name|BYTE_ARRAY|OPTIONAL|StringType()")
        .contains("count|INT64|OPTIONAL|null", "open|BOOLEAN|OPTIONAL|null")
        .contains("geometry|BYTE_ARRAY|OPTIONAL|null", "xmin|DOUBLE|REQUIRED|null");
    assertThat(query("SELECT DISTINCT compression FROM parquet_metadata('" + file + "')"))
        .containsExactly("ZSTD");
    assertThat(
            query(
                "SELECT path_in_schema, stats_min_value, stats_max_value, stats_null_count"
                    + " FROM parquet_metadata('"
                    + file
                    + "') WHERE path_in_schema LIKE 'bbox%' OR path_in_schema = 'count'"))
        .contains("bbox, xmin|-10.5|1.0|1", "bbox, ymax|2.0|7.0|1")
        .contains("count|9007199254740993|9007199254740993|3");
  }

  @Test
  void theMetadataIsThatOfGeoParquet() throws Exception {
    Path file = sample();
    String geo = query("SELECT decode(value) FROM parquet_kv_metadata('" + file + "')").getFirst();
    JsonNode json = new JsonMapper().readTree(geo);
    assertThat(json.path("version").asString()).isEqualTo("1.1.0");
    JsonNode column = json.path("columns").path(json.path("primary_column").asString());
    assertThat(column.path("encoding").asString()).isEqualTo("WKB");
    assertThat(column.path("geometry_types").toString())
        .isEqualTo("[\"Point\",\"Point Z\",\"Polygon\"]");
    assertThat(column.path("bbox").toString()).isEqualTo("[-10.5,0.0,4.0,7.0]");
    assertThat(column.path("covering").path("bbox").path("ymin").toString())
        .isEqualTo("[\"bbox\",\"ymin\"]");
    assertThat(column.has("crs")).as("WGS 84 goes without saying").isFalse();
  }

  @Test
  void rowGroupsEndByTheirBytesAndByTheirRows() throws Exception {
    Path many = Samples.file(Format.GEOPARQUET, Samples.grid(250_000), folder);
    assertThat(query("SELECT count(*), count(DISTINCT n), min(feature_id) FROM '" + many + "'"))
        .containsExactly("250000|250000|0");
    assertThat(
            query(
                "SELECT count(DISTINCT row_group_id), max(row_group_num_rows)"
                    + " FROM parquet_metadata('"
                    + many
                    + "')"))
        .containsExactly("3|100000");
    assertThat(query("SELECT count(*) FROM '" + many + "' WHERE bbox.xmin BETWEEN -120 AND -119"))
        .containsExactly("1250");
    String large = "x".repeat(6 << 20);
    var few = new ArrayList<Feature>();
    for (int i = 0; i < 7; i++) {
      few.add(feature(null, "POINT (1 1)", "{\"text\":\"" + i + large + "\"}"));
    }
    Path heavy = Samples.file(Format.GEOPARQUET, few, folder);
    assertThat(query("SELECT length(text) FROM '" + heavy + "'"))
        .hasSize(7)
        .containsOnly(Integer.toString(large.length() + 1));
    assertThat(query("SELECT count(DISTINCT row_group_id) FROM parquet_metadata('" + heavy + "')"))
        .containsExactly("3");
  }

  @Test
  void nothingAtAllIsAFileToo() throws Exception {
    Path file = Samples.file(Format.GEOPARQUET, List.of(), folder);
    assertThat(query("SELECT count(*) FROM '" + file + "'")).containsExactly("0");
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .startsWith("PAR1")
        .endsWith("PAR1");
  }
}
