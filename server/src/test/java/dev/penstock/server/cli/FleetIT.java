package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.client.JobView;
import dev.penstock.client.SubmitRequest;
import dev.penstock.testkit.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Several processes on one Redis and one data folder. */
@Execution(ExecutionMode.CONCURRENT)
class FleetIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private RedisServer redis;

  @BeforeEach
  void startRedis() throws IOException {
    redis =
        RedisServer.start(Files.createDirectory(folder.resolve("redis")), "--appendonly", "yes");
  }

  @AfterEach
  void stopRedis() throws IOException {
    redis.close();
  }

  private ServerProcess api(String... more) throws IOException {
    var flags = new java.util.ArrayList<>(List.of("--engine", redis.uri(), "--role", "api"));
    flags.addAll(List.of(more));
    return ServerProcess.on(folder.resolve("data"), flags.toArray(String[]::new));
  }

  /** A worker that has begun to work. */
  private Process worker() throws IOException {
    String data = folder.resolve("data").toString();
    Process worker =
        ServerProcess.penstock(
            List.of("serve", "--engine", redis.uri(), "--role", "worker", "--data", data));
    BufferedReader out = worker.inputReader();
    assertThat(out.readLine()).startsWith("Penstock works on redis://");
    return worker;
  }

  private static SubmitRequest countries() throws IOException {
    return SubmitRequest.file("geometry", Shell.COUNTRIES);
  }

  @Test
  void anApiAndAWorkerShareAJob() throws Exception {
    try (ServerProcess api = api();
        var client = api.client()) {
      String id = client.submit(countries()).id();
      assertThat(client.ended(id, Duration.ofSeconds(1))).isEmpty();
      Process worker = worker();
      JobView job = client.ended(id, PATIENCE).orElseThrow();
      assertThat(job.counts().in()).isEqualTo(241);
      assertThat(job.counts().ok() + job.counts().repaired()).isEqualTo(238);
      worker.destroy();
      assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aKilledApiAndAKilledWorkerLoseNothing() throws Exception {
    String id;
    Process worker;
    try (ServerProcess api = api();
        var client = api.client()) {
      worker = worker();
      id = client.submit(countries()).id();
      worker.destroyForcibly().waitFor();
      api.kill();
    }
    Process other = worker();
    try (ServerProcess api = api();
        var client = api.client()) {
      JobView job = client.ended(id, PATIENCE).orElseThrow();
      assertThat(job.status()).isEqualTo("successful");
      assertThat(job.counts().ok() + job.counts().repaired()).isEqualTo(238);
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void onlyOneProcessHasTheStoresOfAFolder() throws Exception {
    try (ServerProcess api = api()) {
      assertThat(api.pid()).isPositive();
      Process second =
          ServerProcess.penstock(
              List.of(
                  "serve",
                  "--engine",
                  redis.uri(),
                  "--port",
                  "0",
                  "--data",
                  folder.resolve("data").toString()),
              ProcessBuilder.Redirect.PIPE);
      String said = new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(second.exitValue()).isEqualTo(5);
      assertThat(said).contains("stores", "in use by process " + api.pid(), "worker");
    }
  }

  @Test
  void rolesNeedAnEngineThatIsSharedAndStagesThatExist() {
    var shell = new Shell();
    assertThat(shell.run("serve", "--role", "worker").err()).contains("redis://HOST:PORT");
    assertThat(shell.run("serve", "--engine", "mysql://x").err()).contains("expected sqlite");
    assertThat(shell.run("serve", "--stages", "geometry/refin").err())
        .contains("did you mean geometry/refine?");
    assertThat(
            shell
                .run(
                    "serve",
                    "--engine",
                    redis.uri(),
                    "--role",
                    "worker",
                    "--stages",
                    "geometry/store")
                .err())
        .contains("geometry/store does not run in role worker");
  }
}
