package dev.penstock.bench;

import dev.penstock.bench.measure.Figures;
import dev.penstock.bench.measure.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** From POST to published account on a running server, and pages of it at a fixed rate. */
final class TransactionsBench {
  private static final int ROWS = 600_000;
  private static final int LARGE = 2_000_000;
  private static final int WARM_UP = 2;
  private static final int RUNS = 3;
  private static final int PIECE = 64 * 1024;
  private static final int READERS = 16;
  private static final int RATE = 2_000;
  private static final int SECONDS = 10;

  private TransactionsBench() {}

  static void run() throws IOException, InterruptedException {
    byte[] body = TradesFile.rows(ROWS);
    try (var server = ServerUnderTest.start()) {
      System.out.printf(
          "%,d rows, %.1f MB, %d assets, %d days, prices known, POST to published%n",
          ROWS, body.length / 1e6, TradesFile.ASSETS.length, TradesFile.DAYS);
      send(server, "PUT", "/v1/prices/USD", TradesFile.prices());
      long[] nanos = new long[RUNS];
      for (int run = -WARM_UP; run < RUNS; run++) {
        double cpu = Machine.cpu(server.pid()).toMillis() / 1e3;
        long start = System.nanoTime();
        String path = "/v1/accounts/bench" + (run + WARM_UP) + "/imports";
        String job = server.awaitEnd(send(server, "POST", path, body));
        long took = System.nanoTime() - start;
        System.out.printf(
            "  %s %.2f s, %.2f CPU s%s%n",
            run < 0 ? "warm-up" : "run    ",
            took / 1e9,
            Machine.cpu(server.pid()).toMillis() / 1e3 - cpu,
            job.contains("\"successful\"") ? "" : "  " + job);
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
    cold(body);
    ProvidersBench.run(body);
    large();
    before(body);
  }

  /** A process of its own, from its start to its result files. */
  private static void cold(byte[] body) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("penstock-bench-cold-");
    Path trades = Files.write(folder.resolve("trades.csv"), body);
    Path prices = Files.write(folder.resolve("prices.csv"), TradesFile.prices());
    for (int run = 0; run < 2; run++) {
      long start = System.nanoTime();
      int status =
          new ProcessBuilder(
                  System.getProperty("penstock.launcher"),
                  "run",
                  "transactions",
                  trades.toString(),
                  "--prices",
                  prices.toString(),
                  "-o",
                  Files.createDirectory(folder.resolve("out" + run)).toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start()
              .waitFor();
      System.out.printf(
          "  penstock run, from a cold start: %.2f s, status %d; %s%n",
          (System.nanoTime() - start) / 1e9, status, Machine.describe());
    }
  }

  /** More than two million rows under a small heap, and pages of them. */
  static void large() throws IOException, InterruptedException {
    byte[] body = TradesFile.rows(LARGE);
    try (var server = ServerUnderTest.start("-Xmx512m")) {
      send(server, "PUT", "/v1/prices/USD", TradesFile.prices());
      long start = System.nanoTime();
      String job = server.awaitEnd(send(server, "POST", "/v1/accounts/bench0/imports", body));
      System.out.printf(
          "  %,d rows, %.0f MB, heap of 512 MB, first import of its process: %.2f s, %.2f CPU s, peak %d MB RSS; %s%s%n",
          LARGE,
          body.length / 1e6,
          (System.nanoTime() - start) / 1e9,
          Machine.cpu(server.pid()).toMillis() / 1e3,
          Machine.megabytes(server.pid(), "VmHWM"),
          Machine.describe(),
          job.contains("\"successful\"") ? "" : "  " + job);
      pages(server, false);
      pages(server, true);
    }
  }

  /** The system that this one took the place of, on the same file. */
  private static void before(byte[] body) throws IOException, InterruptedException {
    Path file = Files.write(Files.createTempFile("penstock-bench-", ".csv"), body);
    Path script =
        Path.of(System.getProperty("penstock.launcher"))
            .resolveSibling("bench/before/transactions.py");
    Process before =
        new ProcessBuilder("python3", script.toString(), file.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(before.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    before.waitFor();
    Files.delete(file);
    System.out.printf("  before, in Python: %s; %s%n", told.strip(), Machine.describe());
  }

  /**
   * Open loop: a request has its time, and waits from then on, whoever is late.
   *
   * @param told false: only to warm up
   */
  private static void pages(ServerUnderTest server, boolean told)
      throws IOException, InterruptedException {
    int each = RATE * SECONDS / READERS;
    long[][] nanos = new long[READERS][each];
    List<Thread> readers = new ArrayList<>();
    double cpu = Machine.cpu(server.pid()).toMillis();
    long start = System.nanoTime() + 100_000_000L;
    for (int r = 0; r < READERS; r++) {
      int reader = r;
      readers.add(Thread.ofPlatform().start(() -> read(server, reader, start, nanos[reader])));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    var all = new Figures(Arrays.stream(nanos).flatMapToLong(Arrays::stream).toArray());
    if (!told) {
      return;
    }
    System.out.printf(
        "  pages of 100 rows at %,d a second: p50 %.2f ms, p99 %.2f ms, %.2f CPU ms each; %s%n",
        RATE,
        all.millis(0.5),
        all.millis(0.99),
        (Machine.cpu(server.pid()).toMillis() - cpu) / (RATE * SECONDS),
        Machine.describe());
  }

  private static void read(ServerUnderTest server, int reader, long start, long[] nanos) {
    var random = new SplittableRandom(reader);
    long between = 1_000_000_000L * READERS / RATE;
    try (RawClient client = server.connect()) {
      for (int i = 0; i < nanos.length; i++) {
        long due = start + i * between + reader * between / READERS;
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        client.send(RawClient.get(page(random)));
        client.receive().expect(200);
        nanos[i] = System.nanoTime() - due;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String page(SplittableRandom random) {
    String page =
        "/v1/accounts/bench0/transactions?from="
            + TradesFile.FIRST.plusDays(random.nextInt(TradesFile.DAYS - 90));
    return switch (random.nextInt(4)) {
      case 0 -> page + "&asset=" + TradesFile.ASSETS[random.nextInt(TradesFile.ASSETS.length)];
      case 1 -> page + "&type=staking";
      default -> page;
    };
  }

  static String send(ServerUnderTest server, String method, String path, byte[] body)
      throws IOException {
    try (RawClient client = server.connect()) {
      String head = new String(RawClient.postHead(path, body.length), StandardCharsets.US_ASCII);
      client.send(head.replaceFirst("POST", method).getBytes(StandardCharsets.US_ASCII));
      for (int from = 0; from < body.length; from += PIECE) {
        client.send(Arrays.copyOfRange(body, from, Math.min(body.length, from + PIECE)));
      }
      return client.receive().expect(method.equals("POST") ? 202 : 200).location();
    }
  }
}
