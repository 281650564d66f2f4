package dev.penstock.server.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.config.ConfigSources;
import dev.penstock.server.config.EffectiveConfig;
import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.config.ServerSettings;
import dev.penstock.server.config.Settings;
import dev.penstock.testkit.imagery.SceneServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with farms and a catalogue of scenes, spoken to as anybody would. */
final class FarmServer implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.shared();

  final SceneServer scenes = new SceneServer();
  final Served served;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * A server.
   *
   * @param settings as {@code key=value}
   */
  FarmServer(Path folder, String... settings) throws Exception {
    List<Pipeline> pipelines = Offers.declared().pipelines();
    var given = new ArrayList<ConfigSources.Given>();
    given.add(new ConfigSources.Given("ndvi.stac", scenes.catalogue().toString(), "test"));
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      given.add(new ConfigSources.Given(parts[0], parts[1], "test"));
    }
    var config = EffectiveConfig.of(Settings.of(pipelines), new ConfigSources(given));
    served =
        Served.start(
            DataFolder.at(folder),
            PlantSettings.of(ServerSettings.of(config, pipelines)).isolate(false),
            HttpSettings.onPort(0));
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return http.send(request(method, path, body, headers), BodyHandlers.ofString());
  }

  HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
    return http.send(request("GET", path, ""), BodyHandlers.ofByteArray());
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(served.url().resolve(path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return json(send("GET", path, ""), 200);
  }

  JsonNode put(String path, String body, int status) throws IOException, InterruptedException {
    return json(send("PUT", path, body), status);
  }

  /** Refreshes a farm and waits for the job's end. */
  JsonNode refreshed(String farm, String query) throws IOException, InterruptedException {
    return json(
        send("POST", "/v1/farms/" + farm + "/refresh" + query, "", "Prefer", "wait=60"), 200);
  }

  static JsonNode json(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() throws IOException {
    scenes.close();
    served.close();
    http.close();
  }
}
