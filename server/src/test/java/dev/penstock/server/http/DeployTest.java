package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.client.SubmitRequest;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.RetryPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What is in {@code deploy/} fits the server: every metric that it names is there. */
class DeployTest {
  private static final Path ROOT = Path.of(System.getProperty("penstock.root"));
  private static final Path DEPLOY = ROOT.resolve("deploy");
  private static final Pattern NAME =
      Pattern.compile("\\b(?:penstock|process|jvm)_[a-z0-9_]+\\b(?!\")");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"deploy/prometheus/alerts.yml", "deploy/grafana/penstock.json"})
  void everyMetricThatIsNamedIsTold(String file) throws Exception {
    try (var server = TestServer.start(folder)) {
      byte[] bytes = "a\nbad\ndie".getBytes(StandardCharsets.UTF_8);
      String id = server.client.submit(SubmitRequest.bytes("lines", bytes)).id();
      server.client.ended(id, TestServer.PATIENCE);
      submitForAnotherVersion(server);
      String told = server.get("/metrics").body();
      var named = new TreeSet<String>();
      NAME.matcher(Files.readString(ROOT.resolve(file)))
          .results()
          .forEach(m -> named.add(m.group()));
      assertThat(named).hasSizeGreaterThan(5);
      assertThat(named)
          .allMatch(name -> Pattern.compile("(?m)^" + name + "[ {]").matcher(told).find());
    }
  }

  /** What waits for a server of another version has metrics only while there is some. */
  private static void submitForAnotherVersion(TestServer server) {
    var first = new Plan.PlannedStage("split", Edge.START, RetryPolicy.DEFAULT);
    server.engine.submit(
        new Submission(
            JobId.next(InstantSource.system()),
            "default",
            new Plan("lines", 2, List.of(first)),
            "",
            new InputValues(Map.of()),
            Payload.inline(new byte[1]),
            Optional.empty()));
  }

  @Test
  void theDashboardOfGrafanaIsJsonWithAQueryInEveryPanel() throws IOException {
    var dashboard = JsonMapper.shared().readTree(DEPLOY.resolve("grafana/penstock.json").toFile());
    assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
    assertThat(dashboard.path("panels"))
        .allSatisfy(
            panel ->
                assertThat(panel.path("targets"))
                    .isNotEmpty()
                    .allSatisfy(target -> assertThat(target.path("expr").asString()).isNotBlank()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check rules alerts.yml",
        "test rules alerts_test.yml",
        "check config prometheus.yml"
      })
  void prometheusItselfFindsTheRulesRightAndTheyFire(String words) throws Exception {
    var command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(words.split(" ")));
    Process promtool =
        new ProcessBuilder(command)
            .directory(DEPLOY.resolve("prometheus").toFile())
            .redirectErrorStream(true)
            .start();
    String said = promtool.inputReader().lines().collect(Collectors.joining("\n"));
    assertThat(promtool.waitFor()).as(said).isZero();
  }
}
