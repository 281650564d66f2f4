package dev.penstock.bench;

import dev.penstock.bench.measure.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What others make of the same file: the program that this pipeline replaces, and ogr2ogr. Each is
 * a process of its own that reads the file and writes a result; whoever is not installed is said to
 * be missing.
 */
final class GeometryRivals {
  /** Some do not come to an end on some files. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private static final long LOOK_MILLIS = 20;

  private GeometryRivals() {}

  static void run(Path file) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("penstock-rivals");
    try {
      Path before = root().resolve("bench/rivals/before/before.py");
      if (succeeds(List.of("python3", "-c", "import shapely"))) {
        String out = folder.resolve("before.geojson").toString();
        measure(
            "before: json, Shapely make_valid, json",
            List.of("python3", before.toString(), file.toString(), out));
      } else {
        System.out.println("  before: not run, python3 has no shapely (Debian: python3-shapely)");
      }
      if (succeeds(List.of("ogr2ogr", "--version"))) {
        measure(
            "ogr2ogr -makevalid -t_srs EPSG:3857 -f GPKG",
            List.of(
                "ogr2ogr",
                "-makevalid",
                "-t_srs",
                "EPSG:3857",
                "-f",
                "GPKG",
                folder.resolve("ogr.gpkg").toString(),
                file.toString()));
      } else {
        System.out.println("  ogr2ogr: not run, it is not installed (Debian: gdal-bin)");
      }
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path each : files.toList()) {
          Files.delete(each);
        }
      }
      Files.delete(folder);
    }
  }

  private static Path root() {
    String launcher = System.getProperty("penstock.launcher");
    return launcher == null
        ? Path.of("").toAbsolutePath()
        : Path.of(launcher).toAbsolutePath().resolveSibling("");
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void measure(String what, List<String> command)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("penstock-rival", ".log");
    try {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      double cpu = 0;
      long peak = 0;
      boolean ended = false;
      while (!ended && System.nanoTime() - start < LIMIT.toNanos()) {
        try {
          cpu = Machine.cpu(process.pid()).toMillis() / 1e3;
          peak = Math.max(peak, Machine.megabytes(process.pid(), "VmHWM"));
        } catch (IOException e) {
          // It has ended by itself meanwhile; what was seen last counts.
          peak = Math.max(peak, 0);
        }
        ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      process.destroyForcibly();
      String how =
          !ended
              ? "not finished after " + LIMIT.toSeconds() + " s"
              : process.exitValue() == 0 ? "done" : "failed: " + last(log);
      System.out.printf(
          "  %s: %.2f s, %.2f CPU s, peak %d MB RSS; %s%n", what, seconds, cpu, peak, how);
    } finally {
      Files.delete(log);
    }
  }

  private static String last(Path log) throws IOException {
    List<String> said = Files.readAllLines(log);
    return said.isEmpty() ? "without a word" : said.getLast();
  }
}
