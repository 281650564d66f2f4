package dev.penstock.bench;

import dev.penstock.bench.measure.Figures;
import dev.penstock.bench.measure.Machine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/**
 * How fast pages of a million published features are read over HTTP, by OGC API - Features: boxes
 * of several sizes, pages behind pages, single features. One client on one connection.
 */
final class FeaturesBench {
  static final int FEATURES = 1_000_000;

  private static final int WARMING = 300;
  private static final int ASKED = 2_000;
  private static final int LIMIT = 100;
  private static final String ITEMS = "/ogc/collections/bench/items";

  private FeaturesBench() {}

  static void run() throws IOException, InterruptedException {
    try (var server = ServerUnderTest.start()) {
      Path payload = server.data().resolve("bench.geojsonl");
      long begun = System.nanoTime();
      write(payload);
      String location = submit(server, payload);
      server.awaitEnd(location);
      System.out.printf(
          "%,d squares (%,d MB) written, sent and published in %.0f s; load %.2f%n",
          FEATURES, Files.size(payload) >> 20, (System.nanoTime() - begun) / 1e9, Machine.load());
      requireAll(server);
      var random = new Random(1);
      // The squares lie evenly on 360 by 170 degrees: a box has FEATURES of its share of them.
      pages(server, "box of about 150", () -> box(random, 150));
      pages(server, "box of about 3,000", () -> box(random, 3_000));
      pages(server, "box of about 30,000", () -> box(random, 30_000));
      pages(server, "box of about 250,000", () -> box(random, 250_000));
      pages(server, "no box", () -> ITEMS + "?limit=" + LIMIT);
      pages(
          server,
          "box of about 150, in EPSG:3857",
          () -> box(random, 150) + "&crs=http://www.opengis.net/def/crs/EPSG/0/3857");
      pages(server, "one feature by its id", () -> ITEMS + "/" + random.nextInt(FEATURES));
      following(server);
      System.out.printf(
          "server: %d MB RSS at most; load %.2f%n",
          Machine.megabytes(server.pid(), "VmHWM"), Machine.load());
    }
  }

  private static void requireAll(ServerUnderTest server) throws IOException {
    try (RawClient client = server.connect()) {
      client.send(RawClient.get(ITEMS + "?limit=1"));
      String page = client.receive().expect(200).body();
      if (!page.contains("\"numberMatched\":" + FEATURES + ",")) {
        throw new IOException("not all features were published: " + page);
      }
    }
  }

  private static void write(Path file) throws IOException {
    var random = new Random(42);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      for (int i = 0; i < FEATURES; i++) {
        long x = random.nextLong(-1_800_000_000L, 1_799_990_000L);
        long y = random.nextLong(-850_000_000L, 849_990_000L);
        String feature =
            String.format(
                Locale.ROOT,
                "{\"type\":\"Feature\",\"id\":%1$d,\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
                    + "[[[%3$s,%4$s],[%5$s,%4$s],[%5$s,%6$s],[%3$s,%6$s],[%3$s,%4$s]]]},"
                    + "\"properties\":{\"name\":\"square %1$d\",\"kind\":%2$d}}%n",
                i,
                i % 7,
                degrees(x),
                degrees(y),
                degrees(x + 10_000),
                degrees(y + 10_000));
        out.write(feature.getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private static String degrees(long tenMillionths) {
    return Double.toString(tenMillionths / 1e7);
  }

  private static String submit(ServerUnderTest server, Path payload) throws IOException {
    try (RawClient client = server.connect()) {
      client.send(
          RawClient.postHead("/v1/pipelines/geometry/jobs?collection=bench", Files.size(payload)));
      try (var in = Files.newInputStream(payload)) {
        byte[] piece = new byte[1 << 16];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          client.send(n == piece.length ? piece : Arrays.copyOf(piece, n));
        }
      }
      return client.receive().expect(202).location();
    }
  }

  private static String box(Random random, int features) {
    double side = Math.sqrt((double) features / FEATURES * 360 * 170);
    double width = Math.min(side, 360);
    double height = Math.min(side, 170);
    double x = -180 + random.nextDouble() * (360 - width);
    double y = -85 + random.nextDouble() * (170 - height);
    return String.format(
        Locale.ROOT,
        "%s?limit=%d&bbox=%.6f,%.6f,%.6f,%.6f",
        ITEMS,
        LIMIT,
        x,
        y,
        x + width,
        y + height);
  }

  private static void pages(ServerUnderTest server, String what, Supplier<String> path)
      throws IOException {
    var nanos = new long[ASKED];
    long features = 0;
    try (RawClient client = server.connect()) {
      for (int i = -WARMING; i < ASKED; i++) {
        byte[] request = RawClient.get(path.get());
        long start = System.nanoTime();
        client.send(request);
        String page = client.receive().expect(200).body();
        if (i >= 0) {
          nanos[i] = System.nanoTime() - start;
          features += page.split("\"Feature\"", -1).length - 1;
        }
      }
    }
    System.out.printf(
        "%-32s %s; %.1f features each%n",
        what + ":", new Figures(nanos), (double) features / ASKED);
  }

  /** From page to page of a box, as a client does that wants all of it. */
  private static void following(ServerUnderTest server) throws IOException {
    var nanos = new long[ASKED];
    try (RawClient client = server.connect()) {
      String path = ITEMS + "?limit=" + LIMIT + "&bbox=-100,-50,100,50";
      for (int i = 0; i < ASKED; i++) {
        byte[] request = RawClient.get(path);
        long start = System.nanoTime();
        client.send(request);
        String page = client.receive().expect(200).body();
        nanos[i] = System.nanoTime() - start;
        int next = page.indexOf("\"rel\":\"next\"");
        int href = page.indexOf(ITEMS, next);
        path = page.substring(href, page.indexOf('"', href));
      }
    }
    System.out.printf("%-32s %s%n", "page after page of a box:", new Figures(nanos));
  }
}
