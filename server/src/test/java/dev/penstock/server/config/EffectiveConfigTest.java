package dev.penstock.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blob.Payload;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineLimits.Load;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveConfigTest {
  private static final List<Pipeline> PIPELINES =
      List.of(
          new Pipeline(
              "geometry",
              1,
              "Test.",
              Inputs.of(),
              List.of(
                  StageSpec.start("split", c -> StageResult.done(Tally.ZERO, Payload.NONE)),
                  StageSpec.each("refine", c -> StageResult.done(Tally.ZERO, Payload.NONE))
                      .concurrency(2))));

  @TempDir Path folder;

  private EffectiveConfig read(String toml, Map<String, String> env, Map<String, String> flags)
      throws ConfigException, IOException {
    Path file = Files.writeString(folder.resolve("penstock.toml"), toml);
    var sources = ConfigSources.of(Optional.of(file), env, flags);
    return EffectiveConfig.of(Settings.of(PIPELINES), sources);
  }

  @Test
  void laterSourcesWinAndEachValueKnowsItsOwn() throws Exception {
    EffectiveConfig config =
        read(
            """
            data = '/a'
            [http]
            port = 1
            max-body = '1MiB'
            [stages.geometry.refine]
            concurrency = 5
            """,
            Map.of("PENSTOCK_HTTP_PORT", "2", "PENSTOCK_JAVA_OPTS", "-Xmx1g", "HOME", "/root"),
            Map.of("http.max-body", "2 MiB", "grace", "PT5S"));
    assertThat(source(config, "http.port")).isEqualTo("environment PENSTOCK_HTTP_PORT");
    assertThat(source(config, "data")).endsWith("penstock.toml line 1");
    assertThat(source(config, "http.host")).isEqualTo("default");
    ServerSettings settings = ServerSettings.of(config, PIPELINES);
    assertThat(settings.data()).isEqualTo(Path.of("/a"));
    assertThat(settings.http().port()).isEqualTo(2);
    assertThat(settings.http().maxBody()).isEqualTo(2 << 20);
    assertThat(settings.grace()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.retention()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.tuned(PIPELINES.getFirst()).stages())
        .extracting(StageSpec::concurrency)
        .containsExactly(1, 5);
    assertThat(source(config, "http.max-body")).isEqualTo("flag --http.max-body");
  }

  private static String source(EffectiveConfig config, String key) {
    return Objects.requireNonNull(config.values().get(key)).source();
  }

  @Test
  void environmentReachesHyphensAndStages() throws Exception {
    EffectiveConfig config =
        read(
            "",
            Map.of(
                "PENSTOCK_HTTP_MAX_BODY", "9KiB",
                "PENSTOCK_STAGES_GEOMETRY_REFINE_CONCURRENCY", "7"),
            Map.of());
    assertThat(ServerSettings.of(config, PIPELINES).http().maxBody()).isEqualTo(9 << 10);
    assertThat(ServerSettings.of(config, PIPELINES).concurrency())
        .containsEntry("geometry/refine", 7);
  }

  @Test
  void limitsOnOpenWorkReachTheEngineAndHaveDefaults() throws Exception {
    EffectiveConfig config =
        read(
            """
            [limits]
            open-jobs = 10
            open-chunks = 20
            open-bytes = '3KiB'
            [limits.tenant]
            open-jobs = 4
            """,
            Map.of("PENSTOCK_LIMITS_TENANT_OPEN_BYTES", "1KiB"),
            Map.of());
    EngineLimits limits = ServerSettings.of(config, PIPELINES).limits().engine();
    assertThat(limits.all()).isEqualTo(new Load(10, 20, 3 << 10));
    assertThat(limits.tenant()).isEqualTo(new Load(4, 10_000_000, 1 << 10));
    EngineLimits untouched =
        ServerSettings.of(read("", Map.of(), Map.of()), PIPELINES).limits().engine();
    assertThat(untouched.all()).isEqualTo(new Load(1_000_000, 10_000_000, 1L << 40));
    assertThat(untouched.tenant()).isEqualTo(untouched.all());
  }

  @Test
  void unknownKeysStopTheStartAndNameTheNearest() {
    assertThatThrownBy(
            () ->
                read(
                    "dat = 'x'\n[http]\nprot = 1\n",
                    Map.of("PENSTOCK_HTTP_MAXBODY", "1"),
                    Map.of("zzz", "1")))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(4)
                    .anyMatch(line -> line.contains("line 1") && line.contains("mean data?"))
                    .anyMatch(line -> line.contains("line 3") && line.contains("mean http.port?"))
                    .anyMatch(line -> line.contains("mean http.max-body?"))
                    .anyMatch(line -> line.contains("flag --zzz") && line.contains("lists all")));
  }

  @ParameterizedTest
  @CsvSource({
    "http.port, many, whole number",
    "http.port, 70000, 65535",
    "http.port, 99999999999, overflow",
    "http.max-body, 1GB, bytes",
    "http.max-body, 9999999TiB, bytes",
    "http.max-body, 0, positive",
    "grace, 30s, duration",
    "grace, -PT1S, negative",
    "http.host, localhost, expected an address of this machine",
    "http.tls-cert, cert.pem, go together",
    "http.public-url, example.org, expected https://",
    "egress.allow, 10.0.0.0/99, no range of addresses",
    "stages.geometry.refine.concurrency, 0, at least 1",
    "limits.open-jobs, 0, at least 1",
    "limits.open-chunks, 0, at least 1",
    "limits.open-bytes, 0, at least 1",
    "limits.tenant.open-jobs, 0, limits.tenant.open-jobs must be at least 1",
    "limits.tenant.open-bytes, 1GB, bytes",
    "data, ' ', empty",
  })
  void badValuesStopTheStartWithAReason(String key, String value, String reason) {
    assertThatThrownBy(() -> ServerSettings.of(read("", Map.of(), Map.of(key, value)), PIPELINES))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aBrokenFileIsReportedWithItsLine() {
    assertThatThrownBy(() -> read("a = 1\nb = \n", Map.of(), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void theDefaultsAreGoodAndThePageIsTheirs() throws Exception {
    ServerSettings settings = ServerSettings.of(read("", Map.of(), Map.of()), PIPELINES);
    assertThat(settings.http()).isEqualTo(HttpSettings.onPort(8080));
    Path page = Path.of(System.getProperty("penstock.root"), "docs", "configuration.md");
    if (Boolean.getBoolean("penstock.docs.write")) {
      Files.writeString(page, ConfigurationPage.text());
    }
    assertThat(page).content().isEqualTo(ConfigurationPage.text());
  }
}
