package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Commands that get a SIGTERM while they start or work. */
@Execution(ExecutionMode.CONCURRENT)
class StopIT {
  private static final int FEATURES = 4_000;

  @TempDir Path folder;

  @Test
  void aRunThatIsAskedToStopSaysSoAndNothingElse() throws Exception {
    Path payload = DensePayload.write(folder.resolve("dense.geojson"), FEATURES);
    Path data = folder.resolve("data");
    // In three places of its way: it has begun, it has taken the payload in, it works.
    for (String sign : List.of("engine", "blobs/kept/jobs", "work")) {
      Process run =
          start("run", "geometry", payload.toString(), "--data", data.resolve(sign).toString());
      await(run, data.resolve(sign), sign);
      assertThat(ended(run)).as(said()).isEqualTo(ExitCode.INTERRUPTED.status());
      assertThat(said()).endsWith("penstock: Stopped.\n").doesNotContain("\tat ");
    }
  }

  @Test
  void aServerThatIsAskedToStopWhileItStartsSaysSoToo() throws Exception {
    Path data = folder.resolve("data");
    Process serve = start("serve", "--port", "0", "--data", data.toString());
    await(serve, data, "engine");
    int status = ended(serve);
    boolean served = serve.inputReader().lines().anyMatch(line -> line.contains("serves"));
    assertThat(status)
        .as(said())
        .isEqualTo((served ? ExitCode.DONE : ExitCode.INTERRUPTED).status());
    assertThat(said())
        .contains(served ? "Stopping" : "penstock: Stopped.")
        .doesNotContain("mistake in Penstock");
    assertThat(data.resolve("server.json")).doesNotExist();
  }

  private Process start(String... words) throws IOException {
    var errors = ProcessBuilder.Redirect.to(folder.resolve("err").toFile());
    return ServerProcess.penstock(List.of(words), errors, "-Xmx256m");
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private static void await(Process process, Path data, String sign) {
    while (!has(data, sign)) {
      assertThat(process.isAlive()).as("it ended before it could be stopped").isTrue();
      Thread.onSpinWait();
    }
  }

  private static boolean has(Path data, String sign) {
    if (!sign.equals("work")) {
      return Files.exists(data.resolve(sign));
    }
    try (Stream<Path> blobs = Files.walk(data.resolve("blobs/kept"))) {
      return blobs.anyMatch(blob -> blob.toString().contains("/work/refine/"));
    } catch (IOException | java.io.UncheckedIOException e) {
      // Folders come and go under a walk.
      return false;
    }
  }

  private static int ended(Process process) throws InterruptedException {
    // The handle, because the process itself closes its streams then.
    process.toHandle().destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it does not stop").isTrue();
    return process.exitValue();
  }
}
