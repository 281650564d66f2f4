package dev.penstock.bench;

import dev.penstock.bench.measure.Figures;
import dev.penstock.bench.measure.Machine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * How fast a payload is acknowledged: durably stored, hash and fsync included. The server runs as
 * it does for everybody, its workers included, on the same cores as these clients.
 */
final class AckBench {
  private static final String JOBS = "/v1/pipelines/geometry/jobs";
  private static final int CLIENTS = 8;
  private static final int PIECE = 64 * 1024;
  private static final Duration RUN = Duration.ofSeconds(5);

  private AckBench() {}

  static void run() throws IOException, InterruptedException {
    byte[] large = dense();
    try (var server = ServerUnderTest.start()) {
      small(server, 1, Duration.ofSeconds(2));
      System.out.println("1 KB, one client alone: " + small(server, 1, RUN));
    }
    try (var server = ServerUnderTest.start()) {
      small(server, CLIENTS, Duration.ofSeconds(6));
      Duration cpu = Machine.cpu(server.pid());
      Small all = small(server, CLIENTS, RUN);
      System.out.printf(
          "1 KB, %d clients: %s; server %.1f CPU s, %d MB RSS%n",
          CLIENTS,
          all,
          Machine.cpu(server.pid()).minus(cpu).toMillis() / 1e3,
          Machine.megabytes(server.pid(), "VmRSS"));
    }
    try (var server = ServerUnderTest.start()) {
      one(server, large, 3);
      var before = Histogram.read(server, "penstock_http_ack_seconds");
      System.out.println("50 MB, client's last byte to 202: " + one(server, large, 30));
      var acks = Histogram.read(server, "penstock_http_ack_seconds").since(before);
      System.out.printf(
          "50 MB, server's last read to 202, hash and fsync included: %s%n", acks.shares());
      eight(server, large);
    }
  }

  private static byte[] dense() throws IOException {
    var bytes = new ByteArrayOutputStream(64 << 20);
    DensePolygons.write(bytes, DensePolygons.FEATURES_50_MB);
    return bytes.toByteArray();
  }

  /** Rate and latency of small payloads. */
  private record Small(double rate, Figures figures) {
    @Override
    public String toString() {
      return "%,.0f durable 202s a second, %s".formatted(rate, figures);
    }
  }

  private static Small small(ServerUnderTest server, int clients, Duration time)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    List<long[]> all = together(clients, () -> post(server, end));
    long[] nanos = all.stream().flatMapToLong(Arrays::stream).toArray();
    return new Small(nanos.length / (time.toNanos() / 1e9), new Figures(nanos));
  }

  private static long[] post(ServerUnderTest server, long end) throws IOException {
    byte[] body = kilobyte();
    byte[] head = RawClient.postHead(JOBS, body.length);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    var times = new ArrayList<Long>();
    try (RawClient client = server.connect()) {
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        client.send(request);
        client.receive().expect(202);
        times.add(System.nanoTime() - start);
      }
    }
    return times.stream().mapToLong(Long::longValue).toArray();
  }

  private static byte[] kilobyte() {
    String feature =
        "{\"type\":\"Feature\",\"properties\":{\"note\":\"%s\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[16.37,48.2]}}";
    return feature
        .formatted("x".repeat(1024 - feature.length() + 2))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** One upload after the other; each job ends before the next starts. */
  private static Figures one(ServerUnderTest server, byte[] body, int times)
      throws IOException, InterruptedException {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      try (RawClient client = server.connect()) {
        nanos[i] = upload(client, body);
        server.awaitEnd(client.receive().expect(202).location());
      }
    }
    return new Figures(nanos);
  }

  /**
   * Nanoseconds from the last byte sent to the first byte of the answer, which is left to be read.
   */
  private static long upload(RawClient client, byte[] body) throws IOException {
    client.send(RawClient.postHead(JOBS, body.length));
    for (int from = 0; from < body.length; from += PIECE) {
      client.send(Arrays.copyOfRange(body, from, Math.min(body.length, from + PIECE)));
    }
    long sent = System.nanoTime();
    client.awaitAnswer();
    return System.nanoTime() - sent;
  }

  private static void eight(ServerUnderTest server, byte[] body)
      throws IOException, InterruptedException {
    Machine.resetPeak(server.pid());
    var done = new AtomicBoolean();
    var locations = new ArrayList<String>();
    var bytes = new LongAdder();
    List<Long> gets = new ArrayList<>();
    try (ExecutorService probe = Executors.newSingleThreadExecutor()) {
      Future<List<Long>> probing = probe.submit(() -> gets(server, done));
      List<String> answers =
          together(
              CLIENTS,
              () -> {
                try (RawClient client = server.connect()) {
                  upload(client, body);
                  bytes.add(body.length);
                  return client.receive().expect(202).location();
                }
              });
      locations.addAll(answers);
      done.set(true);
      gets.addAll(result(probing));
    }
    for (String location : locations) {
      server.awaitEnd(location);
    }
    System.out.printf(
        "8 x 50 MB at once (%,d MB): peak %d MB RSS until all %d jobs had ended; GET meanwhile: %s%n",
        bytes.sum() >> 20,
        Machine.megabytes(server.pid(), "VmHWM"),
        locations.size(),
        new Figures(gets.stream().mapToLong(Long::longValue).toArray()));
  }

  private static List<Long> gets(ServerUnderTest server, AtomicBoolean done) throws Exception {
    var nanos = new ArrayList<Long>();
    try (RawClient client = server.connect()) {
      while (!done.get()) {
        long start = System.nanoTime();
        client.send(RawClient.get("/v1/jobs?limit=1"));
        client.receive().expect(200);
        nanos.add(System.nanoTime() - start);
        Thread.sleep(2);
      }
    }
    return nanos;
  }

  private static <T> List<T> together(int clients, Callable<T> action)
      throws IOException, InterruptedException {
    // Niced where the JVM heeds it: they stand for other machines, and have to use this one.
    ThreadFactory niced = Thread.ofPlatform().priority(Thread.MIN_PRIORITY).factory();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients, niced)) {
      var running = new ArrayList<Future<T>>();
      for (int i = 0; i < clients; i++) {
        running.add(threads.submit(action));
      }
      var results = new ArrayList<T>();
      for (Future<T> each : running) {
        results.add(result(each));
      }
      return results;
    }
  }

  private static <T> T result(Future<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    }
  }
}
