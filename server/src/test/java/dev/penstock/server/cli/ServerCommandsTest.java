package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.plant.DataFolder;
import dev.penstock.server.plant.PlantSettings;
import dev.penstock.server.plant.RunningServer;
import dev.penstock.server.plant.Served;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ServerCommandsTest {
  @TempDir static Path folder;
  private static Served server;

  private final Shell shell = new Shell();

  @BeforeAll
  static void startServer() throws IOException {
    server = Served.start(DataFolder.at(folder), PlantSettings.ofMachine(), HttpSettings.onPort(0));
  }

  @AfterAll
  static void stopServer() throws IOException {
    DataFolder data = DataFolder.at(folder);
    assertThat(RunningServer.in(data)).map(RunningServer::alive).contains(true);
    server.stop(Duration.ofSeconds(10));
    assertThat(RunningServer.in(data)).isEmpty();
  }

  private Shell.Outcome submit(Object... more) {
    var line = new ArrayList<Object>();
    line.addAll(List.of("submit", "geometry", Shell.COUNTRIES, "--data", folder));
    line.addAll(List.of(more));
    return shell.run(line.toArray());
  }

  @Test
  void aKeyOfASchedulesSlotIsRefused() {
    var refused = submit("--idempotency-key", "schedule/nightly/2026-03-29T01:30:00Z");
    assertThat(refused.status()).isEqualTo(ExitCode.USAGE.status());
    assertThat(refused.err()).contains("'schedule/' are those of schedules; choose another");
  }

  @Test
  void aSubmittedJobCanBeWatchedListedAndLookedInto() {
    var watched = submit("--watch", "--json");
    assertThat(watched.status()).as(watched.err()).isZero();
    assertThat(watched.json().path("counts").path("in").asLong()).isEqualTo(241);
    String id = watched.json().path("id").asString();

    var listed = shell.run("jobs", "--data", folder, "--json", "--status", "successful").json();
    assertThat(listed.path("jobs").findValuesAsString("id")).contains(id);
    assertThat(shell.run("jobs", "--data", folder).out())
        .contains(id, "partial", "countries.geojson");

    var one = shell.run("job", id, "--data", folder);
    assertThat(one.out()).contains("Published 238 of 241 features", "refine", "features.gpkg");
    assertThat(shell.run("job", id, "--data", folder, "--json").json().path("id").asString())
        .isEqualTo(id);

    var rejects = shell.run("job", id, "--data", folder, "--rejects");
    assertThat(rejects.lines())
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(JsonMapper.shared().readTree(line).path("code").asString())
                    .startsWith("geojson."));
    assertThat(shell.run("job", id, "--data", folder, "--events").out())
        .contains("All chunks of stage publish have ended.");
    assertThat(shell.run("job", id, "--data", folder, "--events", "--json").json().path("events"))
        .isNotEmpty();
  }

  @Test
  void schedulesAreListed() throws Exception {
    assertThat(shell.run("schedules", "--data", folder).out()).contains("There are no schedules.");
    String schedule =
        "{\"pipeline\": \"geometry\", \"cron\": \"0 2 1 1 *\", \"payload\": {}, \"zone\":"
            + " \"Europe/Berlin\"}";
    try (var http = HttpClient.newHttpClient()) {
      var put =
          HttpRequest.newBuilder(server.url().resolve("/v1/schedules/yearly"))
              .PUT(HttpRequest.BodyPublishers.ofString(schedule))
              .build();
      assertThat(http.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(201);
    }
    assertThat(shell.run("schedules", "--data", folder).out())
        .contains("yearly", "geometry", "0 2 1 1 *", "Europe/Berlin", "once", "-01-01T02:00+01:00");
    assertThat(
            shell
                .run("schedules", "--data", folder, "--json")
                .json()
                .path("schedules")
                .path(0)
                .path("id")
                .asString())
        .isEqualTo("yearly");
  }

  @Test
  void theServerIsFoundByUrlAndByEnvironmentToo() {
    assertThat(shell.run("jobs", "--url", server.url()).status()).isZero();
    assertThat(shell.env("PENSTOCK_URL", server.url().toString()).run("jobs").status()).isZero();
  }

  @Test
  void aUrlThatNamesNoServerIsAMistakeOfItsUser() {
    for (String text : List.of("127.0.0.1:8080", "localhost:8080", "http:// x", "ftp://x", "")) {
      var flag = shell.run("jobs", "--url", text);
      assertThat(flag.status()).as(flag.err()).isEqualTo(ExitCode.USAGE.status());
      assertThat(flag.err()).startsWith("penstock: --url '" + text + "' is no URL of a server");
      var variable = new Shell().env("PENSTOCK_URL", text).run("jobs");
      assertThat(variable.status()).as(variable.err()).isEqualTo(ExitCode.USAGE.status());
      assertThat(variable.err()).startsWith("penstock: PENSTOCK_URL '" + text + "' is no URL");
    }
  }

  @Test
  void theSameKeyIsTheSameJob() {
    String first = submit("--idempotency-key", "k1", "--json").json().path("id").asString();
    var again = submit("--idempotency-key", "k1");
    assertThat(again.out()).startsWith(first).contains("the same request came before");
    var other = submit("--idempotency-key", "k1", "--mode=append");
    assertThat(other.status()).isEqualTo(ExitCode.USAGE.status());
    assertThat(other.err()).contains("(idempotency.conflict)");
  }

  @Test
  void aPayloadFromStandardInputIsStreamed() {
    var sent =
        shell
            .in("{\"type\":\"Point\",\"coordinates\":[1,2]}")
            .run("submit", "geometry", "-", "--data", folder, "--watch", "--json");
    assertThat(sent.json().path("counts").path("ok").asLong()).as(sent.err()).isEqualTo(1);
  }

  @Test
  void rejectsFailTheCommandOnlyWhenAsked() {
    assertThat(submit("--watch", "--fail-on-rejects").status())
        .isEqualTo(ExitCode.PARTIAL.status());
    var unwatched = submit("--fail-on-rejects");
    assertThat(unwatched.status()).isEqualTo(ExitCode.USAGE.status());
    assertThat(unwatched.err()).contains("--fail-on-rejects needs --watch");
  }

  @Test
  void whatTheServerRefusesIsSaidInItsWords() {
    var crs = submit("--to-crs=EPSG:38577");
    assertThat(crs.status()).isEqualTo(ExitCode.USAGE.status());
    assertThat(crs.err()).contains("No CRS 'EPSG:38577' is known.");
    var unknown = shell.run("job", "01kaaaaaaaaaaaaaaaaaaaaaaa", "--data", folder);
    assertThat(unknown.status()).isEqualTo(ExitCode.USAGE.status());
    assertThat(unknown.err()).contains("(job.unknown)");
  }

  @Test
  void aSecondProcessOnTheSameFolderIsRefusedAndToldWhoHasIt() {
    var second = shell.in("{}").run("run", "geometry", "-", "--data", folder);
    assertThat(second.status()).isEqualTo(ExitCode.UNREACHABLE.status());
    assertThat(second.err())
        .contains("in use by process " + ProcessHandle.current().pid())
        .contains("use another folder with --data");
  }
}
