package dev.penstock.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets Jazzer look for polygons that break {@link PolygonFuzz}, for a bounded time. */
class FuzzTest {
  @TempDir Path folder;

  @Test
  void noPolygonsBreakCheckAndRepair() throws Exception {
    int seconds = "soak".equals(System.getProperty("penstock.test.form")) ? 600 : 12;
    seeds();
    Path log = folder.resolve("log");
    Process fuzzer =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + PolygonFuzz.class.getName(),
                "--instrumentation_includes=dev.penstock.topology.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_len=64",
                "-max_total_time=" + seconds,
                folder.resolve("corpus").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(fuzzer.waitFor(seconds + 120L, TimeUnit.SECONDS))
          .as("it comes to an end")
          .isTrue();
      String said = Files.readString(log, StandardCharsets.UTF_8);
      assertThat(fuzzer.exitValue()).as(said).isZero();
      assertThat(said).containsPattern("Done [0-9]{3,} runs");
    } finally {
      fuzzer.destroyForcibly();
    }
  }

  /** Jazzer begins with two rings that cross, and two parts. */
  private void seeds() throws IOException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    byte[] seed = {
      0x00, 0x50, 0x55, 0x05, (byte) 0xFE, 0x11, 0x31, 0x61, (byte) 0xFF, 0x22, 0x77, 0x72
    };
    Files.write(corpus.resolve("seed"), seed);
  }
}
