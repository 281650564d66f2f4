package dev.penstock.bench;

import dev.penstock.bench.measure.Figures;
import dev.penstock.bench.measure.Machine;
import dev.penstock.bench.raster.DistantServer;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.crs.Transform;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Farms against a scene like Sentinel-2's (4096 x 4096 pixels of red and near infrared, classes of
 * 20 m) on a host that is 0 or 50 ms away: one farm refreshed over HTTP, nothing known of the
 * files; a thousand farms in one job; states read at a rate, alone and while farms are measured.
 */
final class NdviBench {
  private static final int ROUNDS = 15;
  private static final int FARMS = 1_000;
  private static final int READERS = 4;
  private static final int READS_A_SECOND = 3_000;
  private static final Duration READING = Duration.ofSeconds(10);

  private final DistantServer scenes;
  private final ServerUnderTest server;
  private int era;

  private NdviBench(DistantServer scenes, ServerUnderTest server) {
    this.scenes = scenes;
    this.server = server;
  }

  static void run() throws IOException, InterruptedException {
    System.out.println("ndvi: " + Machine.describe());
    DistantServer scenes = DistantServer.withScene();
    try (var server =
        ServerUnderTest.start("", Map.of("PENSTOCK_EGRESS_ALLOW", "127.0.0.0/8,::1/128"))) {
      var bench = new NdviBench(scenes, server);
      bench.farms(1, "one", 45);
      bench.one(0, ROUNDS);
      bench.one(0, ROUNDS);
      bench.one(50, ROUNDS);
      bench.many(0);
      bench.many(50);
      bench.states("states read alone");
      bench.statesDuringBackfill();
      System.out.printf(
          "server: %d MB RSS at most; load %.2f%n",
          Machine.megabytes(server.pid(), "VmHWM"), Machine.load());
    } finally {
      scenes.closeWithScene();
    }
  }

  /** A catalogue of one scene whose files nobody knows yet. */
  private URI catalogue() {
    era++;
    String files = "/era" + era;
    return scenes.put(
        "/catalog" + era + ".json",
        """
        {"type":"FeatureCollection","features":[{"type":"Feature","id":"S%1$d","collection":"sentinel-2-l2a",
        "bbox":[7.6,48.3,8.3,48.8],"properties":{"datetime":"2026-06-03T10:20:%2$02dZ","s2:processing_baseline":"05.10",
        "platform":"sentinel-2a","grid:code":"MGRS-32U%1$d"},"assets":{
        "red":{"href":"%3$s/red.tif","type":"image/tiff"},"nir":{"href":"%3$s/nir.tif","type":"image/tiff"},
        "scl":{"href":"%3$s/classes.tif","type":"image/tiff"}}}]}"""
            .formatted(era, era % 60, files));
  }

  /** A square farm of so many pixels. */
  private static String farm(String id, int column, int row, int size) {
    double[] corners = new double[10];
    int[][] steps = {{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}};
    for (int i = 0; i < steps.length; i++) {
      corners[2 * i] = 399_960 + 10 * (column + steps[i][0] * size);
      corners[2 * i + 1] = 5_400_000 - 10 * (row + steps[i][1] * size);
    }
    Transform.between(CrsCatalog.standard().get(CrsCode.epsg(32632)), CrsCatalog.crs84())
        .apply(corners, 0, 5, 2);
    var ring = new ArrayList<String>();
    for (int i = 0; i < corners.length; i += 2) {
      ring.add(String.format(Locale.ROOT, "[%.7f,%.7f]", corners[i], corners[i + 1]));
    }
    return "{\"type\":\"Feature\",\"id\":\"%s\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[%s]]}}"
        .formatted(id, String.join(",", ring));
  }

  private static String collection(int count, String prefix, int size) {
    var features = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      features.add(farm(prefix + i, 30 + i % 32 * 126, 30 + i / 32 * 126, size));
    }
    return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
  }

  /** Keeps farms. */
  private void farms(int count, String prefix, int size) throws IOException {
    post("/v1/farms", collection(count, prefix, size), "").expect(200);
  }

  private RawClient.Response post(String path, String body, String header) throws IOException {
    try (RawClient client = server.connect()) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      client.send(
          ("POST "
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/geo+json\r\n"
                  + header
                  + "Content-Length: "
                  + bytes.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      client.send(bytes);
      return client.receive();
    }
  }

  /** One farm of 20 ha, from the request to the end of its job. */
  private void one(int latency, int rounds) throws IOException {
    scenes.latency(latency);
    scenes.takeRequests();
    long[] nanos = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      String path = "/v1/farms/one0/refresh?from=2026-06-01&to=2026-06-30&stac=" + catalogue();
      long begun = System.nanoTime();
      RawClient.Response ended = post(path, "", "Prefer: wait=30\r\n").expect(200);
      nanos[i] = System.nanoTime() - begun;
      if (!ended.body().contains("\"successful\"")) {
        throw new IOException("the refresh failed: " + ended.body());
      }
    }
    System.out.printf(
        "one farm of 20 ha, %d ms away, nothing known: %s; %.1f requests each; load %.2f%n",
        latency, new Figures(nanos), scenes.takeRequests() / (double) rounds, Machine.load());
  }

  /** A thousand farms in one scene. */
  private void many(int latency) throws IOException, InterruptedException {
    scenes.latency(latency);
    scenes.takeRequests();
    Duration cpu = Machine.cpuOfTree(server.pid());
    long begun = System.nanoTime();
    server.awaitEnd(submit());
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        "%,d farms in one scene, %d ms away: %.2f s, %.2f s of CPU, %d requests; load %.2f%n",
        FARMS,
        latency,
        seconds,
        Machine.cpuOfTree(server.pid()).minus(cpu).toMillis() / 1e3,
        scenes.takeRequests(),
        Machine.load());
  }

  private String submit() throws IOException {
    return post(
            "/v1/pipelines/ndvi/jobs?from=2026-06-01&to=2026-06-30&stac=" + catalogue(),
            collection(FARMS, "f", 45),
            "")
        .expect(202)
        .location();
  }

  private void statesDuringBackfill() throws IOException, InterruptedException {
    var jobs = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      jobs.add(submit());
    }
    states("states read while six jobs of 1,000 farms run");
    for (String job : jobs) {
      server.awaitEnd(job);
    }
  }

  /** States of farms at a rate, on a few connections; each is counted from when it was due. */
  private void states(String what) throws IOException, InterruptedException {
    List<Callable<long[]>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      int number = i;
      readers.add(() -> read(number));
    }
    try (var threads = Executors.newFixedThreadPool(READERS)) {
      var all = new ArrayList<Long>();
      for (Future<long[]> each : threads.invokeAll(readers)) {
        for (long nanos : each.get()) {
          all.add(nanos);
        }
      }
      var figures = new Figures(all.stream().mapToLong(nanos -> nanos).toArray());
      System.out.printf(
          "%s, %,d a second wanted, %,.0f had: p95 %.2f ms, %s; load %.2f%n",
          what,
          READS_A_SECOND,
          all.size() / (double) READING.toSeconds(),
          figures.millis(0.95),
          figures,
          Machine.load());
    } catch (ExecutionException e) {
      throw new IOException("a reader failed", e);
    }
  }

  private long[] read(int number) throws IOException {
    int count = (int) (READS_A_SECOND * READING.toSeconds() / READERS);
    long[] nanos = new long[count];
    long gap = 1_000_000_000L * READERS / READS_A_SECOND;
    try (RawClient client = server.connect()) {
      long begun = System.nanoTime();
      for (int i = 0; i < count; i++) {
        long due = begun + i * gap;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        int farm = (i * 7 + number * 131) % FARMS;
        client.send(RawClient.get("/v1/farms/f" + farm + "/state"));
        client.receive().expect(200);
        nanos[i] = System.nanoTime() - due;
      }
    }
    return nanos;
  }
}
