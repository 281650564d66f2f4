package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.client.SubmitRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
      String told = server.get("/metrics").body();
      var named = new TreeSet<String>();
      NAME.matcher(Files.readString(ROOT.resolve(file)))
          .results()
          .forEach(m -> named.add(m.group()));
      assertThat(named).hasSizeGreaterThan(5);
      assertThat(named)
          .allSatisfy(name -> assertThat(told).containsPattern("(?m)^(# TYPE )?" + name + "[ {]"));
    }
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
    var command = new java.util.ArrayList<>(java.util.List.of("promtool"));
    command.addAll(java.util.List.of(words.split(" ")));
    Process promtool =
        new ProcessBuilder(command)
            .directory(DEPLOY.resolve("prometheus").toFile())
            .redirectErrorStream(true)
            .start();
    String said = promtool.inputReader().lines().collect(Collectors.joining("\n"));
    assertThat(promtool.waitFor()).as(said).isZero();
  }
}
