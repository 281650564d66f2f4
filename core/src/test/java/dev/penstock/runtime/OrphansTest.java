package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.Isolation;
import dev.penstock.pipeline.StageSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that is killed leaves no process behind, whatever its workers are doing. */
@Timeout(60)
class OrphansTest {
  /** Reads no pipe, ends on no signal that can be ignored, and has a child of its own. */
  private static final String DEAF = "trap '' INT TERM HUP PIPE; sleep 4321 & sleep 4321; wait";

  @TempDir Path folder;

  @Test
  void whatAWorkerThatReadsNoPipeHasStartedEndsWithAHostThatIsKilled() throws Exception {
    Process host =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OrphansTest.class.getName(),
                folder.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<ProcessHandle> started = List.of();
    try {
      while (sleepers(started) < 2) {
        assertThat(host.isAlive()).isTrue();
        started = host.descendants().toList();
      }
    } finally {
      host.destroyForcibly();
    }
    for (ProcessHandle each : started) {
      each.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  private static long sleepers(List<ProcessHandle> processes) {
    return processes.stream()
        .filter(each -> each.info().command().orElse("").endsWith("/sleep"))
        .count();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (var rig =
        new Rig(
            Path.of(arguments[0]), StageSpec.start("deaf", Isolation.command("sh", "-c", DEAF)))) {
      rig.submit("x");
      new CountDownLatch(1).await();
    }
  }
}
