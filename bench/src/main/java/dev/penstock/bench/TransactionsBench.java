package dev.penstock.bench;

import dev.penstock.bench.measure.Figures;
import dev.penstock.bench.measure.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** From POST to published account on a running server, and pages of it at a fixed rate. */
final class TransactionsBench {
  private static final int ROWS = 600_000;
  private static final int WARM_UP = 2;
  private static final int RUNS = 3;
  private static final int PIECE = 64 * 1024;
  private static final int READERS = 16;
  private static final int RATE = 2_000;
  private static final int SECONDS = 10;
  private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
  private static final int DAYS = 5 * 365;
  private static final String[] ASSETS = {
    "BTC", "ETH", "SOL", "ADA", "XRP", "DOT", "LTC", "LINK", "AVAX", "MATIC", "ATOM", "UNI"
  };

  private TransactionsBench() {}

  static void run() throws IOException, InterruptedException {
    byte[] body = rows();
    try (var server = ServerUnderTest.start()) {
      System.out.printf(
          "%,d rows, %.1f MB, %d assets, %d days, prices known, POST to published%n",
          ROWS, body.length / 1e6, ASSETS.length, DAYS);
      send(server, "PUT", "/v1/prices/USD", prices());
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
      pages(server, false);
      pages(server, true);
    }
  }

  /**
   * Open loop: a request has its time, and waits from then on, whoever is late.
   *
   * @param told false: only to warm up
   */
  private static void pages(ServerUnderTest server, boolean told) throws InterruptedException {
    int each = RATE * SECONDS / READERS;
    long[][] nanos = new long[READERS][each];
    List<Thread> readers = new ArrayList<>();
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
        "  pages of 100 rows at %,d a second: p50 %.2f ms, p99 %.2f ms; %s%n",
        RATE, all.millis(0.5), all.millis(0.99), Machine.describe());
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
        "/v1/accounts/bench0/transactions?from=" + FIRST.plusDays(random.nextInt(DAYS - 90));
    return switch (random.nextInt(4)) {
      case 0 -> page + "&asset=" + ASSETS[random.nextInt(ASSETS.length)];
      case 1 -> page + "&type=staking";
      default -> page;
    };
  }

  private static String send(ServerUnderTest server, String method, String path, byte[] body)
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

  private static byte[] prices() {
    var random = new SplittableRandom(2);
    var csv = new StringBuilder("date,asset,price\n");
    for (int day = 0; day <= DAYS; day++) {
      for (String asset : ASSETS) {
        csv.append(FIRST.plusDays(day)).append(',').append(asset).append(',');
        csv.append(1 + random.nextInt(500)).append('.').append(random.nextInt(1_000)).append('\n');
      }
    }
    return csv.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] rows() {
    var random = new SplittableRandom(5);
    var csv =
        new StringBuilder(ROWS * 80)
            .append("timestamp,wallet,type,base_asset,base_amount,quote_asset,quote_amount,")
            .append("fee_asset,fee_amount,external_id,note\n");
    long at = FIRST.toEpochDay() * 86_400;
    for (int i = 0; i < ROWS; i++) {
      at += random.nextInt(2 * DAYS * 86_400 / ROWS);
      int kind = random.nextInt(20);
      boolean trade = kind < 18;
      csv.append(Instant.ofEpochSecond(at)).append(",w").append(random.nextInt(3)).append(',');
      csv.append(kind < 11 ? "buy" : trade ? "sell" : kind == 18 ? "staking" : "spend").append(',');
      csv.append(ASSETS[random.nextInt(ASSETS.length)]).append(',').append(random.nextInt(50));
      csv.append('.').append(100_000 + random.nextInt(900_000)).append(',');
      csv.append(trade ? "USD," + random.nextInt(20_000) + "." + (10 + random.nextInt(90)) : ",");
      csv.append(trade ? ",USD,1.5" + random.nextInt(10) : ",,")
          .append(",id")
          .append(i)
          .append(',');
      csv.append(i % 50 == 0 ? "\"a note, with \"\"quotes\"\"\"" : "").append('\n');
    }
    return csv.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
