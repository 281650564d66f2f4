package dev.penstock.runtime.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runtime.wire.Draft;
import dev.penstock.runtime.wire.FrameWriter;
import dev.penstock.runtime.worker.CopyStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However its host goes away, a worker ends: nobody else would end it. */
@Timeout(60)
class WorkerMainTest {
  private static final String STAGE = CopyStage.class.getName();

  @TempDir Path folder;
  private Process worker;

  @BeforeEach
  void start() throws IOException {
    worker = start(STAGE);
  }

  private static Process start(String factory) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            WorkerMain.class.getName(),
            factory)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @AfterEach
  void stop() {
    worker.destroyForcibly();
  }

  private void welcome() throws IOException {
    Path board = Files.createFile(folder.resolve("board"));
    new FrameWriter(worker.getOutputStream())
        .write(Draft.of("welcome").put("protocol", 1).put("board", board.toString()));
  }

  private void assertEnds(int status) throws InterruptedException {
    assertThat(worker.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(worker.exitValue()).isEqualTo(status);
  }

  @Test
  void beforeItIsWelcomed() throws Exception {
    worker.getOutputStream().close();
    assertEnds(0);
  }

  @Test
  void betweenWelcomeAndHello() throws Exception {
    // As when the host dies: nobody reads any more.
    worker.getInputStream().close();
    welcome();
    assertEnds(1);
  }

  @Test
  void whileItIsIdle() throws Exception {
    welcome();
    assertThat(worker.getInputStream().read()).isZero();
    worker.getOutputStream().close();
    assertEnds(0);
  }

  @Test
  void withAWordThatIsNone() throws Exception {
    worker.getOutputStream().write("not a frame".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    worker.getOutputStream().flush();
    assertEnds(1);
  }

  @Test
  void withoutAStage() throws Exception {
    stop();
    worker = start("there.is.no.such.Stage");
    welcome();
    assertEnds(1);
  }
}
