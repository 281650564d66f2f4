package dev.penstock.bench.raster;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the same reads in Python with rasterio, which reads by GDAL, where that is installed. */
final class Rasterio {
  private final String python;
  private final Path script;

  private Rasterio(String python, Path script) {
    this.python = python;
    this.script = script;
  }

  /** Empty where no Python has it. */
  static Optional<Rasterio> find() throws IOException, InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      try {
        Process process =
            new ProcessBuilder(python, "-c", "import rasterio, numpy")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        if (process.waitFor() == 0) {
          return Optional.of(new Rasterio(python, unpackedScript()));
        }
      } catch (IOException e) {
        // There is no such Python.
      }
    }
    return Optional.empty();
  }

  private static Path unpackedScript() throws IOException {
    Path script = Files.createTempFile("penstock-bench", ".py");
    try (InputStream source = Rasterio.class.getResourceAsStream("rasterio_reads.py")) {
      if (source == null) {
        throw new IOException("the script is missing from the jar");
      }
      Files.write(script, source.readAllBytes());
    }
    script.toFile().deleteOnExit();
    return script;
  }

  /** A line for each way to read the farm. */
  List<String> farm(URI base, int rounds) throws IOException, InterruptedException {
    return run("farm", base.toString(), Integer.toString(rounds));
  }

  /** Milliseconds of CPU for one tile of that file. */
  String tile(Path file) throws IOException, InterruptedException {
    return String.join(" ", run("tile", file.toString(), "15"));
  }

  private List<String> run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python, script.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("rasterio: " + said);
    }
    return said.lines().toList();
  }
}
