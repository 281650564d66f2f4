package dev.penstock.geojson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets Jazzer look for bytes that break {@link ReaderFuzz}, for a bounded time. */
class FuzzTest {
  private static final Path FIXTURES = Path.of("src", "test", "resources", "geojson");

  @TempDir Path folder;

  @Test
  void noBytesBreakCutterAndReader() throws Exception {
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
                "--target_class=" + ReaderFuzz.class.getName(),
                "--instrumentation_includes=dev.penstock.geojson.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_len=4096",
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

  /** Jazzer begins with what features look like. */
  private void seeds() throws IOException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    try (Stream<Path> files = Files.list(FIXTURES)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".json")).toList();
      for (Path file : all) {
        Files.copy(file, corpus.resolve(file.getFileName().toString()));
        String one = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(
            corpus.resolve("collection-" + file.getFileName()),
            "{\"type\":\"FeatureCollection\",\"features\":[" + one + "]}",
            StandardCharsets.ISO_8859_1);
      }
    }
  }
}
