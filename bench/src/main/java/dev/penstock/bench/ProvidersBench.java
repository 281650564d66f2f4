package dev.penstock.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.bench.measure.Machine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** An import whose prices come from a source that takes 20 ms and has a limit. */
final class ProvidersBench {
  private static final long LATENCY = 20_000_000L;
  private static final long DAY = 86_400;

  private final List<Long> calls = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer source;

  private ProvidersBench() throws IOException {
    source = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    source.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    source.createContext("/", this::answer);
    source.start();
  }

  static void run(byte[] body) throws IOException, InterruptedException {
    new ProvidersBench().measure(body, "coingecko", 100);
    new ProvidersBench().measure(body, "points", 60_000);
  }

  private void measure(byte[] body, String name, int callsInMinute)
      throws IOException, InterruptedException {
    String setting = "PENSTOCK_PRICES_" + name.toUpperCase(java.util.Locale.ROOT);
    var environment =
        Map.of(
            setting + "_URL",
            "http://127.0.0.1:" + source.getAddress().getPort(),
            setting + "_CALLS_PER_MINUTE",
            Integer.toString(callsInMinute));
    try (var server = ServerUnderTest.start("", environment)) {
      for (String account : List.of("warm", "bench")) {
        if (account.equals("warm")) {
          send(server, account, body, "");
          continue;
        }
        long start = System.nanoTime();
        String job = send(server, account, body, "?prices=" + name);
        System.out.printf(
            "  prices from '%s' (20 ms, %,d calls a minute): %.2f s, %,d calls in %.2f s, most in a second %,d; %s%s%n",
            name,
            callsInMinute,
            (System.nanoTime() - start) / 1e9,
            calls.size(),
            calls.isEmpty() ? 0 : (calls.getLast() - calls.getFirst()) / 1e9,
            most(),
            Machine.describe(),
            job.contains("\"successful\"") ? "" : "  " + job);
      }
    } finally {
      source.stop(0);
    }
  }

  private static String send(ServerUnderTest server, String account, byte[] body, String query)
      throws IOException, InterruptedException {
    return server.awaitEnd(
        TransactionsBench.send(
            server, "POST", "/v1/accounts/" + account + "/imports" + query, body));
  }

  /** Most calls that arrived within any second. */
  private int most() {
    List<Long> sorted = calls.stream().sorted().toList();
    int most = 0;
    int first = 0;
    for (int i = 0; i < sorted.size(); i++) {
      while (sorted.get(i) - sorted.get(first) >= 1_000_000_000L) {
        first++;
      }
      most = Math.max(most, i - first + 1);
    }
    return most;
  }

  private void answer(HttpExchange call) throws IOException {
    calls.add(System.nanoTime());
    LockSupport.parkNanos(LATENCY);
    String query = call.getRequestURI().getQuery();
    byte[] body = json(query).getBytes(StandardCharsets.US_ASCII);
    try (call) {
      call.sendResponseHeaders(200, body.length);
      call.getResponseBody().write(body);
    }
  }

  private static String json(String query) {
    if (query.contains("date=")) {
      String date = query.replaceAll(".*date=([0-9-]+).*", "$1");
      return "{\"price\":" + (100 + LocalDate.parse(date).toEpochDay() % 400) + "}";
    }
    long from = Long.parseLong(query.replaceAll(".*from=(\\d+).*", "$1"));
    long to = Long.parseLong(query.replaceAll(".*to=(\\d+).*", "$1"));
    var json = new StringBuilder("{\"prices\":[");
    for (long day = from / DAY; day * DAY <= to; day++) {
      json.append(json.length() > 11 ? "," : "")
          .append("[%d,%d]".formatted(day * DAY * 1_000, 100 + day % 400));
    }
    return json.append("]}").toString();
  }
}
