package dev.penstock.bench;

import dev.penstock.bench.engine.EngineBench;
import dev.penstock.bench.measure.Machine;
import dev.penstock.bench.raster.RasterBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code penstock bench
 * [scanner|ack|http|geometry|transactions|pages|features|raster|ndvi|engine]...}: measures and
 * prints; the first four but http when none is named. Figures are medians of one run on one
 * machine; load average and CPU seconds stand beside them.
 */
public final class Main {
  private Main() {}

  /** Runs the named benchmarks in the order given. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> flags = Stream.of(args).filter(arg -> arg.startsWith("--")).toList();
    List<String> named = Stream.of(args).filter(arg -> !arg.startsWith("--")).toList();
    List<String> names =
        named.isEmpty() ? List.of("scanner", "ack", "geometry", "transactions") : named;
    if (!flags.isEmpty() && !names.contains("engine")) {
      fail(flags.getFirst() + " belongs to the benchmark 'engine'");
    }
    System.out.println(Machine.describe());
    for (String name : names) {
      System.out.println();
      switch (name) {
        case "scanner" -> ScannerBench.run();
        case "ack" -> AckBench.run();
        case "http" -> HttpBench.run();
        case "geometry" -> GeometryBench.run();
        case "raster" -> RasterBench.run();
        case "ndvi" -> NdviBench.run();
        case "features" -> FeaturesBench.run();
        case "transactions" -> TransactionsBench.run();
        case "pages" -> TransactionsBench.large();
        case "engine" -> engine(flags);
        default -> {
          if (!Files.isRegularFile(Path.of(name))) {
            fail(
                "no '"
                    + name
                    + "'. There are: scanner, ack, http, geometry, transactions, pages, features,"
                    + " raster, ndvi, engine, FILE.geojson");
          }
          GeometryBench.file(Path.of(name));
        }
      }
    }
  }

  private static void engine(List<String> flags) throws IOException, InterruptedException {
    int status = EngineBench.run(flags);
    if (status != 0) {
      System.exit(status);
    }
  }

  private static void fail(String why) {
    System.err.println("bench: " + why);
    System.exit(2);
  }
}
