package dev.penstock.bench;

import dev.penstock.bench.measure.Figures;
import dev.penstock.bench.measure.Machine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** From POST to published collection, on a running server. */
final class GeometryBench {
  private static final String JOBS = "/v1/pipelines/geometry/jobs?collection=bench";
  private static final int WARM_UP = 3;
  private static final int RUNS = 5;
  private static final int PIECE = 64 * 1024;

  /** 1.9 million vertices of one feature are more than the usual heap takes. */
  private static final String ONE_FEATURE = "-Xmx384m";

  private GeometryBench() {}

  static void run() throws IOException, InterruptedException {
    var bytes = new ByteArrayOutputStream(64 << 20);
    DensePolygons.write(bytes, DensePolygons.FEATURES_50_MB);
    measure("dense polygons", bytes.toByteArray(), "");
    Path file = Files.createTempFile("penstock-dense", ".geojson");
    try {
      Files.write(file, bytes.toByteArray());
      System.out.println("others, the same file");
      GeometryRivals.run(file);
    } finally {
      Files.delete(file);
    }
    bytes.reset();
    DensePolygons.writeOne(bytes, DensePolygons.FEATURES_50_MB);
    System.out.println();
    measure("one MultiPolygon of as many parts, one a bowtie", bytes.toByteArray(), ONE_FEATURE);
  }

  static void file(Path file) throws IOException, InterruptedException {
    measure(file.getFileName().toString(), Files.readAllBytes(file), "");
    System.out.println("others, the same file");
    GeometryRivals.run(file);
  }

  private static void measure(String what, byte[] body, String javaOptions)
      throws IOException, InterruptedException {
    System.out.printf("%s, %.1f MB, POST to published%n", what, body.length / 1e6);
    TopologyBench.run(body);
    try (var server = ServerUnderTest.start(javaOptions)) {
      long[] nanos = new long[RUNS];
      for (int run = -WARM_UP; run < RUNS; run++) {
        double cpu = Machine.cpu(server.pid()).toMillis() / 1e3;
        long start = System.nanoTime();
        String job = server.awaitEnd(post(server, body));
        long took = System.nanoTime() - start;
        System.out.printf(
            "  %s %.2f s, %.2f CPU s%s%n",
            run < 0 ? "warm-up" : "run    ",
            took / 1e9,
            Machine.cpu(server.pid()).toMillis() / 1e3 - cpu,
            run == 0 ? "  " + counts(job) : "");
        if (run >= 0) {
          nanos[run] = took;
        }
      }
      System.out.printf(
          "  median %.2f s; peak %d MB RSS; %s%n",
          new Figures(nanos).millis(0.5) / 1e3,
          Machine.megabytes(server.pid(), "VmHWM"),
          Machine.describe());
    }
  }

  private static String counts(String job) {
    int from = job.indexOf("\"counts\"");
    return from < 0 ? job : job.substring(from, job.indexOf('}', from) + 1);
  }

  private static String post(ServerUnderTest server, byte[] body) throws IOException {
    try (RawClient client = server.connect()) {
      client.send(RawClient.postHead(JOBS, body.length));
      for (int from = 0; from < body.length; from += PIECE) {
        client.send(Arrays.copyOfRange(body, from, Math.min(body.length, from + PIECE)));
      }
      return client.receive().expect(202).location();
    }
  }
}
