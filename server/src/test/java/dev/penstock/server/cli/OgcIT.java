package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.client.PenstockClient;
import dev.penstock.client.SubmitRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OGC API - Features on a real store, read by GDAL and by hand. */
@Execution(ExecutionMode.CONCURRENT)
class OgcIT {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private ServerProcess server;
  private PenstockClient client;

  @BeforeEach
  void start() throws Exception {
    server = ServerProcess.on(folder.resolve("data"));
    client = server.client();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void publish(Path payload, String... inputs) throws Exception {
    var request = SubmitRequest.file("geometry", payload).input("collection", "places");
    for (String input : inputs) {
      request = request.input(input.split("=", 2)[0], input.split("=", 2)[1]);
    }
    var job = client.ended(client.submit(request).id(), LONG).orElseThrow();
    assertThat(job.status()).as(job.report().summary()).isEqualTo("successful");
  }

  /** A line of points, each with the version that wrote it. */
  private Path points(int n, int version) throws Exception {
    return Files.writeString(
        folder.resolve("points-" + version + ".geojsonl"),
        IntStream.range(0, n)
            .mapToObj(
                i ->
                    """
                    {"type":"Feature","id":%d,"geometry":{"type":"Point","coordinates":[%s,10]},\
                    "properties":{"version":%d,"n":%d,"datetime":"2026-01-%02dT12:00:00Z"}}"""
                        .formatted(i, i * 0.1, version, i, 1 + i % 28))
            .collect(Collectors.joining("\n")));
  }

  private HttpResponse<String> get(String url) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(String url) throws Exception {
    HttpResponse<String> answer = get(url);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static String next(JsonNode page) {
    for (JsonNode link : page.path("links")) {
      if (link.path("rel").asString().equals("next")) {
        return link.path("href").asString();
      }
    }
    return "";
  }

  private List<JsonNode> all(String first) throws Exception {
    var features = new ArrayList<JsonNode>();
    for (String url = first; !url.isEmpty(); ) {
      JsonNode page = json(url);
      page.path("features").forEach(features::add);
      url = next(page);
    }
    return features;
  }

  @Test
  void gdalReadsAllPagesAndASpatialFilter() throws Exception {
    publish(Shell.COUNTRIES, "to-crs=EPSG:3857");
    String source = "OAPIF:" + server.url() + "/ogc";
    assertThat(FormatsIT.gdal("ogrinfo", "-so", "-al", source))
        .contains("Layer name: places", "Feature Count: 238", "name: String")
        .contains("Extent: (-180.000000, -83.141800) - (180.000000, 83.599600)");
    Path copy = folder.resolve("copy.gpkg");
    FormatsIT.gdal("ogr2ogr", copy.toString(), source, "-oo", "PAGE_SIZE=7", "-nln", "copy");
    assertThat(FormatsIT.gdal("ogrinfo", "-so", "-al", copy.toString()))
        .contains("Feature Count: 238");
    String alps = FormatsIT.gdal("ogrinfo", "-al", "-spat", "6.9", "46.2", "8", "46.5", source);
    assertThat(alps).contains("Feature Count: 1", "Switzerland");
  }

  @Test
  void aReplaceInTheMiddleOfReadingMixesNothing() throws Exception {
    publish(points(1_000, 1));
    String items = server.url() + "/ogc/collections/places/items?limit=100";
    JsonNode first = json(items);
    assertThat(first.path("numberMatched").asInt()).isEqualTo(1_000);
    publish(points(700, 2));
    var old = new ArrayList<JsonNode>();
    first.path("features").forEach(old::add);
    old.addAll(all(next(first)));
    assertThat(old).hasSize(1_000).allMatch(each -> version(each) == 1);
    assertThat(all(items)).hasSize(700).allMatch(each -> version(each) == 2);
    publish(points(300, 3));
    HttpResponse<String> gone = get(next(first));
    assertThat(gone.statusCode()).isEqualTo(400);
    assertThat(gone.body()).contains("cursor.invalid");
  }

  private static int version(JsonNode feature) {
    return feature.path("properties").path("version").asInt();
  }

  @Test
  void filtersOfEachKindWorkTogether() throws Exception {
    publish(points(500, 1));
    String items = server.url() + "/ogc/collections/places/items?limit=1000";
    assertThat(all(items + "&n=17")).hasSize(1).allMatch(each -> each.path("id").asInt() == 17);
    assertThat(all(items + "&n=17.0&version=1")).hasSize(1);
    assertThat(all(items + "&n=17&version=2")).isEmpty();
    assertThat(all(items + "&datetime=2026-01-03")).hasSize(18);
    assertThat(all(items + "&datetime=2026-01-27T00:00:00Z/..")).hasSize(34);
    assertThat(all(items + "&datetime=../2025-12-31")).isEmpty();
    assertThat(all(items + "&bbox=0.95,9,2.05,11&datetime=2026-01-12T12:00:00Z")).hasSize(1);
    assertThat(get(items + "&vershon=1").body()).contains("query.unknown", "Did you mean version?");
  }

  @Test
  void oneFeatureIsReadByItsIdOrByItsPlace() throws Exception {
    Path payload =
        Files.writeString(
            folder.resolve("ids.geojsonl"),
            """
            {"type":"Feature","id":"a b ü","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"n":1}}
            {"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[3,4]},"properties":{"n":2.50}}
            {"type":"Feature","geometry":{"type":"Point","coordinates":[5,6]},"properties":{"n":3}}
            """);
    publish(payload);
    String items = server.url() + "/ogc/collections/places/items";
    assertThat(json(items + "/a%20b%20%C3%BC").path("properties").toString())
        .isEqualTo("{\"n\":1}");
    assertThat(get(items + "/7").body())
        .startsWith("{\"type\":\"Feature\",\"id\":7,")
        .contains("\"properties\":{\"n\":2.50},\"links\":[", "\"rel\":\"self\"");
    String place = json(items).path("features").get(2).path("id").asString();
    assertThat(place).startsWith("~");
    assertThat(json(items + "/" + place).path("geometry").path("coordinates").toString())
        .isEqualTo("[5,6]");
    assertThat(get(items + "/8").statusCode()).isEqualTo(404);
    assertThat(get(items + "/8").body()).contains("feature.unknown");
  }
}
