package dev.penstock.server.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.KeyIssue;
import dev.penstock.access.Scope;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.Toll;
import dev.penstock.server.config.ConfigSources;
import dev.penstock.server.config.EffectiveConfig;
import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.config.ServerSettings;
import dev.penstock.server.config.Settings;
import dev.penstock.store.embedded.registry.SqliteRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedTest {
  @TempDir Path folder;
  private DataFolder data;

  @BeforeEach
  void nameFolder() throws IOException {
    data = DataFolder.at(folder);
  }

  private Served start(int port) throws IOException {
    return Served.start(data, PlantSettings.ofMachine(), HttpSettings.onPort(port));
  }

  @Test
  void aSecondStopLeavesTheNoteOfTheNextServer() throws IOException {
    Served first = start(0);
    first.stop(Duration.ofSeconds(10));
    try (Served next = start(0)) {
      first.close();
      assertThat(RunningServer.in(data)).map(RunningServer::url).contains(next.url());
    }
    assertThat(RunningServer.in(data)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "limits.open-jobs, 1, 503",
    "limits.open-chunks, 1, 503",
    "limits.open-bytes, 1KiB, 503",
    "limits.tenant.open-jobs, 1, 429",
    "limits.tenant.open-chunks, 1, 429",
    "limits.tenant.open-bytes, 1KiB, 429",
  })
  void limitsThatAreConfiguredAreTheEnginesAndAreAnsweredWithATime(
      String key, String value, int status) throws Exception {
    List<Pipeline> pipelines = Offers.declared().pipelines();
    var sources = new ConfigSources(List.of(new ConfigSources.Given(key, value, "test")));
    var settings =
        ServerSettings.of(EffectiveConfig.of(Settings.of(pipelines), sources), pipelines);
    var http = HttpSettings.onPort(0);
    try (Served served = Served.start(data, PlantSettings.of(settings).isolate(false), http);
        var client = HttpClient.newHttpClient()) {
      String gate = Toll.stageGate("geometry", "split");
      served.plant().engine().gates().pause(gate, Instant.MAX);
      var request =
          HttpRequest.newBuilder(served.url().resolve("/v1/pipelines/geometry/jobs"))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"type\": \"%s\"}".formatted("x".repeat(900))))
              .build();
      var first = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(first.statusCode()).isEqualTo(202);
      var second = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(second.statusCode()).isEqualTo(status);
      assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(second.body()).contains(key);
    }
  }

  @Test
  void aStartThatFailsLateLetsTheFolderGo() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(taken.getLocalPort())).isInstanceOf(IOException.class);
    }
    start(0).close();
  }

  @Test
  void anAddressThatOthersReachIsBoundOnlyOnceThereIsAKeyThatKeepsThemOut() throws IOException {
    HttpSettings everywhere = HttpSettings.onPort(0).host("0.0.0.0");
    assertThatThrownBy(() -> Served.start(data, PlantSettings.ofMachine(), everywhere))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("0.0.0.0")
        .hasMessageContaining("penstock keys create");
    try (var registry = SqliteRegistry.open(data.registry())) {
      var wish = new KeyIssue.Wish("default", "", Set.of(Scope.ADMIN), Optional.empty());
      new KeyIssue(registry.keys(), InstantSource.system()).make(wish);
    }
    try (Served served = Served.start(data, PlantSettings.ofMachine(), everywhere)) {
      assertThat(served.url().getHost()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void aStoreThatCannotBeOpenedLetsTheFolderGo() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("features"), "a file");
    assertThatThrownBy(() -> start(0)).isInstanceOf(IOException.class);
    Files.delete(inTheWay);
    start(0).close();
  }

  @Test
  void aNoteThatCannotBeWrittenStopsEverythingAgain() throws IOException {
    Path inTheWay = Files.createDirectory(folder.resolve("server.json.new"));
    assertThatThrownBy(() -> start(0)).isInstanceOf(IOException.class);
    Files.delete(inTheWay);
    start(0).close();
  }
}
