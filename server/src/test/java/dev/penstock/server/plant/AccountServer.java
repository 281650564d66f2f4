package dev.penstock.server.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.server.config.HttpSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with accounts, spoken to as anybody would. */
final class AccountServer implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();
  static final String HEADER =
      "timestamp,wallet,type,base_asset,base_amount,quote_asset,quote_amount,external_id\n";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Served served;

  AccountServer(Path folder) throws IOException {
    served = Served.start(DataFolder.at(folder), PlantSettings.ofMachine(), HttpSettings.onPort(0));
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return http.send(request(method, path, body, headers), BodyHandlers.ofString());
  }

  byte[] bytes(String path) throws IOException, InterruptedException {
    var answer = http.send(request("GET", path, ""), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
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
    return ok(send("GET", path, ""));
  }

  JsonNode put(String path, String body) throws IOException, InterruptedException {
    return ok(send("PUT", path, body));
  }

  /** Posts a file and waits for its end. */
  JsonNode imported(String account, String csv, String query)
      throws IOException, InterruptedException {
    return ok(
        send("POST", "/v1/accounts/" + account + "/imports" + query, csv, "Prefer", "wait=60"));
  }

  private static JsonNode ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** An example that somebody has published with its figures. */
  static JsonNode example(String id) throws IOException {
    Path file =
        Path.of(
            System.getProperty("penstock.root"),
            "pipelines/transactions/src/test/resources/published-examples.json");
    for (JsonNode each : JSON.readTree(Files.readAllBytes(file)).get("cases")) {
      if (each.get("id").asString().equals(id)) {
        return each;
      }
    }
    throw new IllegalArgumentException(id);
  }

  @Override
  public void close() throws IOException {
    served.close();
    http.close();
  }
}
