package dev.penstock.server.plant;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.config.ConfigSources;
import dev.penstock.server.config.ConfigSources.Given;
import dev.penstock.server.config.EffectiveConfig;
import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.config.ServerSettings;
import dev.penstock.server.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server as somebody has configured it. */
final class ConfiguredServer implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  final Served served;

  /**
   * @param words a key, its value, and so on
   */
  ConfiguredServer(Path folder, String... words) throws Exception {
    var given = new ArrayList<Given>();
    for (int i = 0; i < words.length; i += 2) {
      given.add(new Given(words[i], words[i + 1], "test"));
    }
    List<Pipeline> pipelines = Offers.declared().pipelines();
    var config = EffectiveConfig.of(Settings.of(pipelines), new ConfigSources(given));
    var settings = PlantSettings.of(ServerSettings.of(config, pipelines)).isolate(false);
    served = Served.start(DataFolder.at(folder), settings, HttpSettings.onPort(0));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(text(path));
  }

  String text(String path) throws IOException, InterruptedException {
    URI uri = served.url().resolve(path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  String post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(served.url().resolve(path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .headers(headers)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() throws IOException {
    served.close();
    http.close();
  }
}
