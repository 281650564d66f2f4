package dev.penstock.server.http;

import dev.penstock.blob.FileBlobStore;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.engine.sqlite.SqliteEngine;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.schedule.MemoryScheduleBook;
import dev.penstock.schedule.SlotSubmits;
import dev.penstock.schedule.Timetable;
import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.FirstBytes;
import dev.penstock.server.pipeline.Noun;
import dev.penstock.server.pipeline.Offer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Measures acknowledgements: a server in a process of its own, raw sockets against it. Not a test;
 * figures depend on the machine. Run it with the engine and a folder as arguments.
 */
final class AckRates {
  private static final int SMALL = 1024;
  private static final int LARGE = 50 << 20;

  private AckRates() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 3 && args[0].equals("serve")) {
      serve(args[1], Path.of(args[2]));
    } else {
      measure(args[0], Path.of(args[1]));
    }
  }

  private static void serve(String name, Path folder) throws IOException {
    var bells = new Bells();
    Pipeline pipeline = new LinesPipeline().pipeline("lines");
    InstantSource clock = InstantSource.system();
    try (Engine engine = engine(name, folder, bells);
        var timetable =
            Timetable.of(
                new MemoryScheduleBook(),
                new MemoryScheduleBook(),
                new SlotSubmits(engine, unknown -> Optional.empty(), clock),
                clock);
        var blobs = FileBlobStore.open(folder.resolve("blobs"), FileBlobStore.Settings.DEFAULT);
        var http =
            PenstockHttp.start(
                HttpSettings.onPort(0),
                Backends.of(
                    engine,
                    bells,
                    blobs,
                    new Catalog(List.of(Offer.of(pipeline, Noun.ITEM, FirstBytes.ANY))),
                    TestStores.of(
                        new MemoryFeatures(), timetable, engine, folder.resolve("uploads"))))) {
      System.out.println(http.base());
      System.out.println("end of input: " + System.in.read());
    }
  }

  private static Engine engine(String name, Path folder, Bells bells) throws IOException {
    return switch (name) {
      case "memory" ->
          new MemoryEngine(InstantSource.system(), new Random(), EngineLimits.DEFAULT, bells);
      case "sqlite" ->
          SqliteEngine.open(
              folder.resolve("engine.db"),
              InstantSource.system(),
              new Random(),
              EngineLimits.DEFAULT,
              bells);
      default -> throw new IllegalArgumentException("no engine " + name + " for " + folder);
    };
  }

  /** A step of the measurement against a running server. */
  private interface Steps {
    void run(URI base, Process server) throws Exception;
  }

  private static void measure(String engine, Path folder) throws Exception {
    against(engine, folder.resolve("small"), "-Xmx1g", AckRates::small);
    against(engine, folder.resolve("large"), "-Xmx128m", AckRates::large);
  }

  private static void small(URI base, Process server) throws Exception {
    rates(base, server, 8, 20_000, "warm-up");
    for (int i = 0; i < 5; i++) {
      rates(base, server, 8, 20_000, "8 clients");
    }
    rates(base, server, 1, 5_000, "alone");
  }

  private static void large(URI base, Process server) throws Exception {
    large(base, server, 1, 3, "50 MB warm-up");
    large(base, server, 1, 30, "50 MB alone");
    large(base, server, 8, 2, "50 MB, eight at once");
    System.out.println("RSS " + memory(server, "VmRSS") + ", peak " + memory(server, "VmHWM"));
    System.out.println("server's last read to 202, all of these: " + acknowledged(base));
  }

  /** Cumulative counts by upper bound in seconds, as the server tells Prometheus. */
  private static String acknowledged(URI base) throws IOException {
    try (var socket = new RawHttp(base)) {
      String request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      return socket
          .say(request)
          .hear("")
          .lines()
          .filter(line -> line.startsWith("penstock_http_ack_seconds_bucket"))
          .map(line -> line.replaceAll(".*le=\"([^\"]*)\"} ([0-9]+).*", "$1: $2"))
          .collect(Collectors.joining(", "));
    }
  }

  private static void against(String engine, Path folder, String heap, Steps steps)
      throws Exception {
    Files.createDirectories(folder);
    String java = ProcessHandle.current().info().command().orElse("java");
    Process server =
        new ProcessBuilder(
                java,
                heap,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AckRates.class.getName(),
                "serve",
                engine,
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      URI base = URI.create(out.readLine());
      System.out.println("load average " + Files.readString(Path.of("/proc/loadavg")).strip());
      steps.run(base, server);
    } finally {
      server.getOutputStream().close();
      server.waitFor();
    }
  }

  private static void rates(URI base, Process server, int clients, int total, String label)
      throws Exception {
    byte[] request = request(SMALL);
    long cpu = cpu(server);
    long begun = System.nanoTime();
    List<long[]> times =
        together(
            clients,
            () -> {
              try (var socket = new RawHttp(base)) {
                long[] nanos = new long[total / clients];
                for (int i = 0; i < nanos.length; i++) {
                  long start = System.nanoTime();
                  socket.say(request);
                  requireAccepted(socket.hear("}}"));
                  nanos[i] = System.nanoTime() - start;
                }
                return nanos;
              }
            });
    double seconds = (System.nanoTime() - begun) * 1e-9;
    System.out.printf(
        "%-22s %,8.0f 202s/s, %s, server CPU %.0f us each%n",
        label, total / seconds, quantiles(times), (cpu(server) - cpu) * 1e-3 / total);
  }

  private static void large(URI base, Process server, int clients, int each, String label)
      throws Exception {
    byte[] request = request(LARGE);
    long cpu = cpu(server);
    List<long[]> times =
        together(
            clients,
            () -> {
              try (var socket = new RawHttp(base)) {
                long[] nanos = new long[each];
                for (int i = 0; i < nanos.length; i++) {
                  socket.say(request);
                  long start = System.nanoTime();
                  requireAccepted(socket.hear("}}"));
                  nanos[i] = System.nanoTime() - start;
                }
                return nanos;
              }
            });
    System.out.printf(
        "%-22s last write to 202: %s, server CPU %.0f ms each, RSS %s%n",
        label,
        quantiles(times),
        (cpu(server) - cpu) * 1e-6 / (clients * each),
        memory(server, "VmRSS"));
  }

  private static List<long[]> together(int clients, Callable<long[]> client) throws Exception {
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var times = new ArrayList<long[]>();
      for (var result : threads.invokeAll(java.util.Collections.nCopies(clients, client))) {
        times.add(result.get());
      }
      return times;
    }
  }

  private static byte[] request(int length) {
    byte[] head =
        ("POST /v1/pipelines/lines/jobs?mode=keep HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/geo+json\r\nContent-Length: "
                + length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = Arrays.copyOf(head, head.length + length);
    Arrays.fill(request, head.length, request.length, (byte) 'x');
    return request;
  }

  private static void requireAccepted(String answer) {
    if (!answer.startsWith("HTTP/1.1 202 ")) {
      throw new IllegalStateException(answer);
    }
  }

  private static String quantiles(List<long[]> times) {
    long[] sorted = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return "p50 %.2f ms, p99 %.2f ms, max %.2f ms"
        .formatted(
            sorted[sorted.length / 2] * 1e-6,
            sorted[sorted.length * 99 / 100] * 1e-6,
            sorted[sorted.length - 1] * 1e-6);
  }

  private static long cpu(Process server) {
    return server.info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static String memory(Process server, String what) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
        .filter(line -> line.startsWith(what))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .map(kb -> Long.parseLong(kb) / 1024 + " MB")
        .findFirst()
        .orElseThrow();
  }
}
