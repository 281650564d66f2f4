package dev.penstock.server.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Links behind a proxy that the server's own address says nothing of. */
class PublicUrlTest {
  private static final String URL = "https://penstock.example/maps";
  private static final String FEATURES =
      """
      {"type":"FeatureCollection","features":[
      {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}},
      {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[3,4]}}]}\
      """;

  @TempDir Path folder;

  @Test
  void allLinksUnderOgcStartWithThePublicUrl() throws Exception {
    try (var server = new ConfiguredServer(folder, "http.public-url", URL + "/")) {
      server.post("/v1/pipelines/geometry/jobs?collection=places", FEATURES, "Prefer", "wait=60");
      var hrefs = new ArrayList<String>();
      for (String path :
          List.of(
              "/ogc",
              "/ogc/collections",
              "/ogc/collections/places",
              "/ogc/collections/places/items?limit=1",
              "/ogc/processes",
              "/ogc/jobs")) {
        JsonNode answer = server.get(path);
        collect(answer, hrefs);
        assertThat(answer.path("links")).as(path).isNotEmpty();
      }
      assertThat(hrefs).hasSizeGreaterThan(12).allMatch(href -> href.startsWith(URL + "/"));
      assertThat(hrefs).anyMatch(href -> href.contains("cursor="));
      JsonNode api = server.get("/ogc/api");
      assertThat(api.path("servers").path(0).path("url").asString()).isEqualTo(URL + "/ogc");
    }
  }

  private static void collect(JsonNode node, List<String> hrefs) {
    if (node.has("href")) {
      hrefs.add(node.path("href").asString());
    }
    node.forEach(child -> collect(child, hrefs));
  }
}
