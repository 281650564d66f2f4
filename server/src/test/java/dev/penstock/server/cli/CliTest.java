package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Bells;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.engine.Submission;
import dev.penstock.engine.sqlite.SqliteEngine;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.RetryPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  private final Shell shell = new Shell();

  @Test
  void alonePenstockListsItsCommands() {
    var shown = shell.run();
    assertThat(shown.status()).isZero();
    assertThat(shown.out())
        .contains("demo", "serve", "run", "submit", "jobs", "job", "pipelines", "doctor", "config");
    assertThat(shown.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "serve",
        "run",
        "run geometry",
        "submit geometry",
        "jobs",
        "job",
        "pipelines",
        "doctor",
        "config"
      })
  void everyCommandHasHelp(String command) {
    var shown = shell.run((Object[]) (command + " --help").split(" ", -1));
    assertThat(shown.status()).isZero();
    assertThat(shown.out()).startsWith("Usage: penstock " + command);
  }

  @Test
  void theVersionIsTheOneOfTheBuild() throws IOException {
    String pom = Files.readString(Shell.ROOT.resolve("pom.xml"));
    String version = pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>"));
    assertThat(shell.run("--version").lines()).first().isEqualTo("penstock " + version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sevre                          | There is no command 'sevre'. Did you mean serve?
          run geometri x                 | There is no pipeline 'geometri'. Did you mean geometry?
          run geometry x --to-csr a      | There is no flag '--to-csr'. Did you mean --to-crs?
          run geometry x --nothing=1     | There is no flag '--nothing'.
          run                            | Say which pipeline: geometry, transactions, ndvi.
          submit                         | Say which pipeline: geometry, transactions, ndvi.
          run geometry                   | Missing required parameter: 'INPUT'
          config --http.prot=1           | There is no flag '--http.prot'. Did you mean --http.port?
          config --http.port=x           | flag --http.port: http.port = x: expected a whole number
          jobs --limit=x                 | Invalid value for option '--limit'
          """)
  void aWordThatDoesNotExistNamesTheNearest(String line, String message) {
    var refused = shell.run((Object[]) line.split(" +", -1));
    assertThat(refused.status()).isEqualTo(ExitCode.USAGE.status());
    assertThat(refused.err()).startsWith("penstock: " + message);
    assertThat(refused.err().lines()).hasSizeLessThanOrEqualTo(2);
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void everyInputOfAPipelineIsAFlagWithItsHelp() {
    String help = shell.run("run", "geometry", "--help").out();
    assertThat(help)
        .contains("--to-crs=<coordinate reference system>")
        .contains("--mode=<replace|append|upsert>")
        .contains("Default: replace.");
    assertThat(shell.run("submit", "geometry", "--help").out())
        .contains("--to-crs=<coordinate reference system>");
  }

  @Test
  void allBadInputsAreToldAtOnceWithTheNearestValue() {
    var refused =
        shell.run("run", "geometry", Shell.COUNTRIES, "--to-crs=EPSG:38577", "--mode=replac");
    assertThat(refused.status()).isEqualTo(ExitCode.USAGE.status());
    assertThat(refused.err())
        .contains("No CRS 'EPSG:38577' is known.")
        .contains("nearest: replace");
  }

  @Test
  void configTellsEachValueAndWhereItCameFrom(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("p.toml"), "grace = \"PT9S\"\n");
    var config =
        shell
            .env("PENSTOCK_HTTP_MAX_BODY", "1GiB")
            .env("PENSTOCK_URL", "http://127.0.0.1:1")
            .run("config", "--json", "--config", file, "--port", "7777")
            .json();
    assertThat(config.path("http.port").path("value").asString()).isEqualTo("7777");
    assertThat(config.path("http.port").path("source").asString()).isEqualTo("flag --http.port");
    assertThat(config.path("http.max-body").path("source").asString())
        .isEqualTo("environment PENSTOCK_HTTP_MAX_BODY");
    assertThat(config.path("grace").path("source").asString()).isEqualTo(file + " line 1");
    assertThat(config.path("data").path("source").asString()).isEqualTo("default");
  }

  @Test
  void pipelinesAreDescribedForMachines() {
    var geometry = shell.run("pipelines", "--json").json().path("pipelines").get(0);
    assertThat(geometry.path("id").asString()).isEqualTo("geometry");
    assertThat(geometry.path("stages").get(0).asString()).isEqualTo("split");
    assertThat(geometry.path("inputs").get(0).path("name").asString()).isEqualTo("to-crs");
  }

  @Test
  void doctorLooksAtEverythingAStartNeeds(@TempDir Path folder) {
    var found =
        shell.run("doctor", "--json", "--data", folder.resolve("new"), "--port", "0").json();
    assertThat(found.path("findings").findValuesAsString("what"))
        .contains("java", "memory", "data", "lock", "disk", "fsync", "port");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void doctorSeesJobsThatNobodyUnderstands(@TempDir Path folder) throws IOException {
    Path data = folder.resolve("data");
    var plan =
        new Plan(
            "geometry", 99, List.of(new PlannedStage("split", Edge.START, RetryPolicy.DEFAULT)));
    var clock = InstantSource.system();
    var order =
        new Submission(
            JobId.next(clock),
            "default",
            plan,
            "",
            new InputValues(Map.of()),
            Payload.inline(new byte[1]),
            Optional.empty());
    try (var engine =
        SqliteEngine.open(
            data.resolve("engine"), clock, new Random(1), EngineLimits.DEFAULT, new Bells())) {
      engine.submit(order);
      assertThat(engine.log().gauges()).hasSize(1);
      // Beside the process that has the file open.
      assertStranded(data);
    }
    assertStranded(data);
  }

  private void assertStranded(Path data) {
    var found = shell.run("doctor", "--data", data, "--port", "0");
    assertThat(found.out())
        .contains("1 ready chunk at geometry/split", "version 99 of the pipeline")
        .contains("Start a server with that version, or dismiss the jobs");
  }

  @Test
  void doctorSaysWhatIsBadAndWhatToDo(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    var found = shell.run("doctor", "--data", file, "--port", "0");
    assertThat(found.status()).isEqualTo(ExitCode.UNWELL.status());
    assertThat(found.out()).contains("is not a folder: choose another --data.");
  }

  @Test
  void withoutAServerACommandSaysHowToStartOne(@TempDir Path folder) {
    var silent = shell.run("jobs", "--url", "http://127.0.0.1:9");
    assertThat(silent.status()).isEqualTo(ExitCode.UNREACHABLE.status());
    assertThat(silent.err()).contains("No server answers at http://127.0.0.1:9. Start one:");
    var none = shell.run("jobs", "--data", folder);
    assertThat(none.status()).isEqualTo(ExitCode.UNREACHABLE.status());
    assertThat(none.err()).contains("No server runs on").contains("penstock serve --data");
  }

  @Test
  void theNoteOfAKilledServerIsKnownToBeOld(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("server.json"),
        "{\"pid\":999999999,\"url\":\"http://127.0.0.1:9\",\"started\":\"2026-01-01T00:00:00Z\"}");
    var gone = shell.run("jobs", "--data", folder);
    assertThat(gone.status()).isEqualTo(ExitCode.UNREACHABLE.status());
    assertThat(gone.err()).contains("(process 999999999) is gone");
  }

  @Test
  void aPortThatIsTakenIsNamedAndNothingStaysBehind(@TempDir Path folder) throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      var refused = shell.run("serve", "--data", folder.resolve("data"), "--port", port);
      assertThat(refused.status()).isEqualTo(5);
      assertThat(refused.err()).contains(port + " is in use", "--port");
    }
  }

  @Test
  void aMisspeltShortNameOfASettingIsKnownToo() {
    assertThat(shell.run("serve", "--prot", "1").err()).contains("Did you mean --port?");
  }

  @Test
  void doctorCountsTheReserveOfTheDisk(@TempDir Path folder) {
    var found =
        shell.run("doctor", "--data", folder, "--port", "0", "--limits.disk-reserve", "900TiB");
    assertThat(found.status()).isEqualTo(7);
    assertThat(found.out()).contains("limits.disk-reserve");
  }
}
