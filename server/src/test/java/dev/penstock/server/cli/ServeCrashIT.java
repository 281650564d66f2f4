package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.client.JobView;
import dev.penstock.client.PenstockClient;
import dev.penstock.client.SubmitRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is killed in the middle of a job, and one that is asked to stop. */
@Execution(ExecutionMode.CONCURRENT)
class ServeCrashIT {
  private static final boolean SOAK = "soak".equals(System.getProperty("penstock.test.form"));
  private static final int FEATURES = SOAK ? 4_748 : 1_500;
  private static final String ONE_BY_ONE = "--stages.geometry.refine.concurrency=1";
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final Pattern CRASHES =
      Pattern.compile("(?m)^penstock_workers_died_total\\{.*kind=\"crashed\".*\\} (\\S+)$");

  private static final Pattern DEATHS =
      Pattern.compile("(?m)^penstock_workers_died_total\\{.*\\} (\\S+)$");

  @TempDir static Path shared;
  private static Path payload;
  private static List<String> undisturbed;

  @TempDir Path folder;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    payload = DensePayload.write(shared.resolve("dense.geojson"), FEATURES);
    Path out = shared.resolve("undisturbed.gpkg");
    var ran = new Shell().run("run", "geometry", payload, "-o", out, "--to-crs", "EPSG:3857");
    assertThat(ran.status()).as(ran.err()).isZero();
    undisturbed = GeoPackage.features(out);
    assertThat(undisturbed).hasSize(FEATURES - FEATURES / 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"split", "refine", "store"})
  void aJobWhoseServerWasKilledEndsByItselfWithTheSameFeatures(String stage)
      throws IOException, InterruptedException {
    String id;
    try (var server = ServerProcess.on(folder, ONE_BY_ONE);
        var client = server.client()) {
      id = client.submit(SubmitRequest.file("geometry", payload).input("to-crs", "EPSG:3857")).id();
      JobView seen = awaitProgress(client, id, stage);
      server.kill();
      assertThat(seen.ended()).as("the job ended before its server was killed").isFalse();
    }
    try (var server = ServerProcess.on(folder);
        var client = server.client()) {
      JobView job = client.ended(id, LONG).orElseThrow();
      assertThat(job.status()).as(job.report().summary()).isEqualTo("successful");
      var counts = job.counts();
      assertThat(counts.in()).isEqualTo(FEATURES);
      assertThat(counts.ok() + counts.repaired() + counts.rejected()).isEqualTo(FEATURES);
      assertThat(counts.dead()).isZero();
      Path out = folder.resolve("features.gpkg");
      client.result(id, "features.gpkg", out);
      assertThat(GeoPackage.features(out)).isEqualTo(undisturbed);
      assertThat(client.rejects(id, folder.resolve("rejects"))).isPositive();
    }
  }

  @Test
  void workersThatAreKilledInMidJobChangeNothingInItsResult() throws Exception {
    try (var server = ServerProcess.on(folder, ONE_BY_ONE);
        var client = server.client()) {
      String id =
          client.submit(SubmitRequest.file("geometry", payload).input("to-crs", "EPSG:3857")).id();
      // One that is killed between two chunks costs nothing: only those count that had one in hand.
      for (int refined = 1, kills = 0; crashes(server) < 2; refined++, kills++) {
        assertThat(awaitRefined(client, id, refined).ended()).as("over before a kill").isFalse();
        workers(server).forEach(ProcessHandle::destroyForcibly);
        while (deaths(server, DEATHS) <= kills) {
          Thread.onSpinWait();
        }
      }
      JobView job = client.ended(id, LONG).orElseThrow();
      assertThat(job.status()).as(job.report().summary()).isEqualTo("successful");
      assertThat(job.counts().in()).isEqualTo(FEATURES);
      assertThat(job.counts().dead()).isZero();
      assertThat(client.get("/v1/jobs/" + id + "/events").toString())
          .contains("worker.crashed", "signal 9 (SIGKILL)")
          // Killed before it came to its first feature, it had none in hand.
          .containsAnyOf("in hand", "Over which item is not known");
      Path out = folder.resolve("features.gpkg");
      client.result(id, "features.gpkg", out);
      assertThat(GeoPackage.features(out)).isEqualTo(undisturbed);
      assertThat(workers(server)).as("the pool keeps its size").hasSize(1);
    }
  }

  @Test
  void aServerThatIsKilledLeavesNoWorkerBehind() throws Exception {
    List<ProcessHandle> workers;
    try (var server = ServerProcess.on(folder);
        var client = server.client()) {
      String id = client.submit(SubmitRequest.file("geometry", payload)).id();
      awaitProgress(client, id, "refine");
      workers = workers(server).toList();
      assertThat(workers).isNotEmpty();
      server.kill();
    }
    for (ProcessHandle worker : workers) {
      worker.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  private static Stream<ProcessHandle> workers(ServerProcess server) {
    return ProcessHandle.of(server.pid())
        .orElseThrow()
        .children()
        .filter(ProcessHandle::isAlive)
        // Not the shell that ends them should the server be killed.
        .filter(each -> !each.info().commandLine().orElse("").contains("penstock-guardian"));
  }

  private static double crashes(ServerProcess server) throws IOException {
    return deaths(server, CRASHES);
  }

  private static double deaths(ServerProcess server, Pattern kind) throws IOException {
    return kind.matcher(server.metrics())
        .results()
        .mapToDouble(line -> Double.parseDouble(line.group(1)))
        .sum();
  }

  /** Returns as soon as so many chunks are refined. */
  private static JobView awaitRefined(PenstockClient client, String id, int chunks)
      throws IOException, InterruptedException {
    while (true) {
      JobView job = client.job(id);
      if (job.ended() || job.stages().get(1).chunks().done() >= chunks) {
        return job;
      }
    }
  }

  /** Returns as soon as a chunk of the stage is done, or anything of the first stage. */
  private static JobView awaitProgress(PenstockClient client, String id, String stage)
      throws IOException, InterruptedException {
    while (true) {
      JobView job = client.job(id);
      boolean reached =
          job.stages().stream()
              .filter(each -> each.stage().equals(stage))
              .anyMatch(each -> each.chunks().done() > 0 || stage.equals("split"));
      if (job.ended() || (reached && job.status().equals("running"))) {
        return job;
      }
    }
  }

  @Test
  void aServerThatIsAskedToStopStopsInOrder() throws IOException, InterruptedException {
    try (var server = ServerProcess.on(folder)) {
      assertThat(folder.resolve("server.json")).exists();
      Process second =
          ServerProcess.penstock(List.of("serve", "--port", "0", "--data", folder.toString()));
      assertThat(second.waitFor()).isEqualTo(ExitCode.UNREACHABLE.status());
      assertThat(server.terminate()).isEqualTo(ExitCode.DONE.status());
    }
    assertThat(folder.resolve("server.json")).doesNotExist();
  }

  @Test
  void aRunThatWasKilledGoesOnWhereItStopped() throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    Path out = folder.resolve("out.gpkg");
    var words =
        List.of(
            "run",
            "geometry",
            payload.toString(),
            "--to-crs",
            "EPSG:3857",
            "--data",
            data.toString(),
            "-o",
            out.toString(),
            "--json");
    Process first = ServerProcess.penstock(words);
    while (!refined(data)) {
      assertThat(first.isAlive()).as("it ended before it could be killed").isTrue();
    }
    first.destroyForcibly();
    first.waitFor();
    Process second = ServerProcess.penstock(words);
    second.inputReader().lines().forEach(line -> assertThat(line).contains("\"dead\":0"));
    assertThat(second.waitFor()).isZero();
    assertThat(GeoPackage.features(out)).isEqualTo(undisturbed);
  }

  /** Whether some chunk was refined: its rows lie in the blob store then. */
  private static boolean refined(Path data) throws IOException {
    if (!Files.isDirectory(data.resolve("blobs"))) {
      return false;
    }
    try (Stream<Path> blobs = Files.walk(data.resolve("blobs").resolve("kept"))) {
      return blobs.anyMatch(blob -> blob.toString().contains("/work/refine/"));
    } catch (IOException | UncheckedIOException e) {
      // Folders come and go under a walk.
      return false;
    }
  }
}
