package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.plant.DataFolder;
import dev.penstock.server.plant.PlantSettings;
import dev.penstock.server.plant.Served;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rejects are looked at, edited, and sent again into the collection of their job. */
class RejectsReplayTest {
  private static final String PAYLOAD =
      """
      {"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3857"}},"features":[
      {"type":"Feature","id":"good","properties":{"n":1.50},"geometry":{"type":"Point","coordinates":[111319.49,0]}},
      {"type":"Feature","id":"bowtie","properties":{"n":2},"geometry":{"type":"Polygon",
        "coordinates":[[[0,0],[200,200],[200,0],[0,200],[0,0]]]}},
      {"type":"Feature","id":"short","properties":null,"geometry":{"type":"Point","coordinates":[7]}}
      ]}""";

  @TempDir static Path folder;
  private static Served server;

  private final Shell shell = new Shell();

  @BeforeAll
  static void startServer() throws IOException {
    server = Served.start(DataFolder.at(folder), PlantSettings.ofMachine(), HttpSettings.onPort(0));
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.stop(Duration.ofSeconds(10));
  }

  private JsonNode ended(String id) {
    return shell.run("job", id, "--data", folder, "--watch", "--json").json();
  }

  private static JsonNode json(String path) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var get = HttpRequest.newBuilder(URI.create(server.url() + path)).build();
      return JsonMapper.shared()
          .readTree(http.send(get, HttpResponse.BodyHandlers.ofString()).body());
    }
  }

  private String submit(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), PAYLOAD);
    var job =
        shell.run(
            "submit",
            "geometry",
            file,
            "--data",
            folder,
            "--on-invalid",
            "reject",
            "--watch",
            "--json");
    assertThat(job.json().path("counts").path("rejected").asLong()).as(job.err()).isEqualTo(2);
    return job.json().path("id").asString();
  }

  @Test
  void originalsAreSentAgainWithOtherInputsIntoTheSameCollection() throws Exception {
    String first = submit("originals.geojson");

    var counted = shell.run("replay", "--rejects", first, "--data", folder);
    assertThat(counted.out()).contains("2 rejects would be sent again", "--yes");

    Object[] line = {
      "replay",
      "--rejects",
      first,
      "--set",
      "on-invalid=repair",
      "--data",
      folder,
      "--yes",
      "--json"
    };
    JsonNode sent = shell.run(line).json();
    JsonNode child = ended(sent.path("id").asString());
    assertThat(child.path("parent").asString()).isEqualTo(first);
    assertThat(child.path("counts").path("in").asLong()).isEqualTo(2);
    assertThat(child.path("counts").path("repaired").asLong()).isEqualTo(1);
    assertThat(child.path("counts").path("rejected").asLong()).isEqualTo(1);

    JsonNode items = json("/v1/collections/" + first + "/items").path("features");
    assertThat(items).hasSize(2);
    assertThat(items.toString()).contains("\"bowtie\"", "\"n\":1.5");
    JsonNode corner = items.get(1).path("geometry").path("coordinates").path(0).path(0).path(0);
    // Read in the CRS of the first payload, though its crs member did not come along.
    assertThat(corner.path(0).asDouble()).isBetween(0.0, 0.002);

    assertThat(shell.run(line).json().path("id").asString())
        .as("the same request is the same job")
        .isEqualTo(sent.path("id").asString());
  }

  @Test
  void editedItemsTakeThePlaceOfTheOriginals() throws Exception {
    String first = submit("edited.geojson");
    assertThat(shell.run("job", first, "--data", folder).out())
        .contains("penstock replay --rejects");
    String lines = shell.run("job", first, "--data", folder, "--rejects").out();
    String edited =
        lines
            .lines()
            .filter(line -> line.contains("position_too_short"))
            .map(line -> JsonMapper.shared().readTree(line).path("original").toString())
            .findFirst()
            .orElseThrow()
            .replace("[7]", "[111319.49,111325.14]");
    Path file = Files.writeString(folder.resolve("edit.geojson"), edited);

    JsonNode sent =
        shell
            .run("replay", "--rejects", first, "--edit", file, "--data", folder, "--yes", "--json")
            .json();
    assertThat(ended(sent.path("id").asString()).path("counts").path("ok").asLong()).isEqualTo(1);

    JsonNode items = json("/v1/collections/" + first + "/items").path("features");
    assertThat(items).hasSize(2);
    JsonNode place = items.get(1).path("geometry").path("coordinates");
    assertThat(place.get(0).asDouble()).isBetween(0.9999, 1.0001);
    assertThat(place.get(1).asDouble()).isBetween(0.9999, 1.0001);
    assertThat(json("/v1/collections/" + first).path("features").asLong()).isEqualTo(2);
  }

  @Test
  void whatHasNoRejectsHasNothingToSend() throws Exception {
    String good = "{\"type\":\"Point\",\"coordinates\":[1,2]}";
    Path file = Files.writeString(folder.resolve("good.geojson"), good);
    String id =
        shell
            .run("submit", "geometry", file, "--data", folder, "--watch", "--json")
            .json()
            .path("id")
            .asString();
    var refused = shell.run("replay", "--rejects", id, "--data", folder, "--yes");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains("no such reject");
    assertThat(shell.run("replay", "--edit", file, "--data", folder).err()).contains("--rejects");
  }
}
