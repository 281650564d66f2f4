package dev.penstock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code penstock bench [ack|geometry|scanner]...}: measures and prints; all of them when none is
 * named. Figures are medians of one run on one machine; load average and CPU seconds stand beside
 * them.
 */
public final class Main {
  private Main() {}

  /** Runs the named benchmarks in the order given. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> names = args.length == 0 ? List.of("scanner", "ack", "geometry") : List.of(args);
    System.out.println(Machine.describe());
    for (String name : names) {
      System.out.println();
      switch (name) {
        case "scanner" -> ScannerBench.run();
        case "ack" -> AckBench.run();
        case "geometry" -> GeometryBench.run();
        default -> {
          if (!Files.isRegularFile(Path.of(name))) {
            System.err.println(
                "bench: no '" + name + "'. There are: scanner, ack, geometry, FILE.geojson");
            System.exit(2);
          }
          GeometryBench.file(Path.of(name));
        }
      }
    }
  }
}
