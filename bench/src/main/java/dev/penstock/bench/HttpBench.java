package dev.penstock.bench;

import dev.penstock.bench.measure.Figures;
import dev.penstock.bench.measure.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What HTTP costs: uploads beside a sink that does the least, acknowledgement of signed bodies,
 * reads of a job's status, watchers. No job runs meanwhile: the first stage is paused.
 */
final class HttpBench {
  private static final String JOBS = "/v1/pipelines/geometry/jobs";
  private static final int MIB = 1 << 20;
  private static final int UPLOAD = 256;
  private static final int ROUNDS = 7;
  private static final int WATCHERS = 1_000;
  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  /** JSON as far as anybody looks at it. */
  private static final byte[] PIECE = piece();

  private HttpBench() {}

  static void run() throws IOException, InterruptedException {
    try (var server = ServerUnderTest.start();
        var sink = SinkUnderTest.start()) {
      call(server, "POST", "/v1/stages/geometry/split/pause", "");
      uploads(server, sink);
      signed(server);
      reads(server);
      watchers(server);
    }
  }

  private static byte[] piece() {
    byte[] piece = new byte[64 * 1024];
    Arrays.fill(piece, (byte) ' ');
    piece[0] = '{';
    return piece;
  }

  private static RawClient.Response call(
      ServerUnderTest server, String method, String path, String body) throws IOException {
    try (RawClient client = server.connect()) {
      String head =
          "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(method, path, body.length(), body);
      client.send(head.getBytes(StandardCharsets.US_ASCII));
      return client.receive();
    }
  }

  private static void uploads(ServerUnderTest server, SinkUnderTest sink) throws IOException {
    var ours = new ArrayList<Double>();
    var least = new ArrayList<Double>();
    for (int round = -1; round < ROUNDS; round++) {
      double one = rate(server.connect(), server);
      double other = rate(sink.connect(), null);
      if (round >= 0) {
        ours.add(one);
        least.add(other);
      }
    }
    double median = median(ours);
    System.out.printf(
        "upload of %d MiB, %d times in turns: %,.0f MB/s; a sink that does the least %,.0f MB/s:"
            + " %.0f %%%n",
        UPLOAD, ROUNDS, median, median(least), 100 * median / median(least));
  }

  /** From the first byte sent to the answer. */
  private static double rate(RawClient client, @Nullable ServerUnderTest server)
      throws IOException {
    try (client) {
      long begun = System.nanoTime();
      client.send(RawClient.postHead(JOBS, (long) UPLOAD * MIB));
      send(client, (long) UPLOAD * MIB);
      String location = client.receive().expect(202).location();
      double seconds = (System.nanoTime() - begun) / 1e9;
      if (server != null) {
        remove(server, location);
      }
      return UPLOAD * MIB / 1e6 / seconds;
    }
  }

  private static void send(RawClient client, long bytes) throws IOException {
    for (long left = bytes; left > 0; left -= PIECE.length) {
      client.send(left < PIECE.length ? Arrays.copyOf(PIECE, (int) left) : PIECE);
    }
  }

  private static void remove(ServerUnderTest server, String location) throws IOException {
    call(server, "DELETE", location, "").expect(200);
    call(server, "DELETE", location, "");
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** Last byte sent to first byte of the answer; signature, hash and sync included. */
  private static void signed(ServerUnderTest server) throws IOException {
    call(
            server,
            "PUT",
            "/v1/endpoints/bench",
            "{\"scheme\": \"standard\", \"secrets\": [\"whsec_%s\"], \"pipeline\": \"geometry\"}"
                .formatted(KEY))
        .expect(201);
    long[][] sizes = {{1024, 1_000}, {MIB, 200}, {64 * MIB, 40}, {1024L * MIB, 5}};
    for (long[] each : sizes) {
      long[] nanos = new long[(int) each[1]];
      for (int i = -nanos.length / 5; i < nanos.length; i++) {
        long time = acknowledged(server, each[0], "m-%d-%d".formatted(each[0], i + nanos.length));
        nanos[Math.max(0, i)] = time;
      }
      System.out.printf(
          "signed body of %,d KiB, last byte to 202: %s%n", each[0] / 1024, new Figures(nanos));
    }
  }

  private static long acknowledged(ServerUnderTest server, long bytes, String id)
      throws IOException {
    long now = System.currentTimeMillis() / 1000;
    String head =
        "POST /v1/webhooks/bench HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n"
                .formatted(bytes)
            + "webhook-id: %s\r\nwebhook-timestamp: %d\r\nwebhook-signature: v1,%s\r\n\r\n"
                .formatted(id, now, signature(id, now, bytes));
    try (RawClient client = server.connect()) {
      client.send(head.getBytes(StandardCharsets.US_ASCII));
      send(client, bytes);
      long sent = System.nanoTime();
      client.awaitAnswer();
      long took = System.nanoTime() - sent;
      remove(server, client.receive().expect(202).location());
      return took;
    }
  }

  private static String signature(String id, long at, long bytes) throws IOException {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
      mac.update((id + "." + at + ".").getBytes(StandardCharsets.US_ASCII));
      for (long left = bytes; left > 0; left -= PIECE.length) {
        mac.update(PIECE, 0, (int) Math.min(left, PIECE.length));
      }
      return Base64.getEncoder().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IOException("every Java has HmacSHA256", e);
    }
  }

  /**
   * By wrk where it is installed: a client in Java would need more of the cores than the server.
   */
  private static void reads(ServerUnderTest server) throws IOException, InterruptedException {
    String job = call(server, "POST", JOBS, "{}").expect(202).location();
    String url = "http://127.0.0.1:%d%s".formatted(server.port(), job);
    for (String seconds : List.of("4s", "10s")) {
      Duration cpu = Machine.cpu(server.pid());
      Process wrk;
      try {
        wrk =
            new ProcessBuilder("wrk", "-t1", "-c64", "-d" + seconds, "--latency", url)
                .redirectErrorStream(true)
                .start();
      } catch (IOException e) {
        System.out.println("status GET: not measured, wrk is not installed");
        return;
      }
      String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      wrk.waitFor();
      if (seconds.equals("10s")) {
        System.out.printf(
            "status GET, 64 connections of wrk: %s a second, p50 %s, p99 %s; server %.1f CPU s in"
                + " 10 s%n",
            word(said, "Requests/sec:"),
            word(said, "50%"),
            word(said, "99%"),
            Machine.cpu(server.pid()).minus(cpu).toMillis() / 1e3);
      }
    }
  }

  private static String word(String text, String before) {
    int at = text.indexOf(before);
    return at < 0 ? "?" : text.substring(at + before.length()).strip().split("\\s+", 2)[0];
  }

  private static void watchers(ServerUnderTest server) throws IOException {
    String job = call(server, "POST", JOBS, "{}").expect(202).location();
    byte[] request =
        "GET %s/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
            .formatted(job)
            .getBytes(StandardCharsets.US_ASCII);
    long before = Machine.megabytes(server.pid(), "VmRSS");
    var watching = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < WATCHERS; i++) {
        RawClient client = server.connect();
        watching.add(client);
        client.send(request);
        client.awaitAnswer();
      }
      System.out.printf(
          "%,d watchers of events: %d MB RSS more%n",
          WATCHERS, Machine.megabytes(server.pid(), "VmRSS") - before);
    } finally {
      for (RawClient client : watching) {
        client.close();
      }
    }
  }
}
