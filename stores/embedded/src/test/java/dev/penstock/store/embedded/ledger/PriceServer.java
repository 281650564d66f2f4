package dev.penstock.store.embedded.ledger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A price API in the shape of CoinGecko that behaves as it is told, call by call. */
final class PriceServer implements AutoCloseable {
  /** How one call is answered. */
  @FunctionalInterface
  interface Mood {
    void answer(HttpExchange call) throws IOException;
  }

  private static final long DAY = 86_400;

  private final HttpServer server;
  private final Deque<Mood> moods = new ArrayDeque<>();
  private final List<Long> calls = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closing = new CountDownLatch(1);
  private Mood usual = this::prices;

  PriceServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next calls are answered like this, one each. */
  PriceServer then(Mood... next) {
    synchronized (moods) {
      moods.addAll(List.of(next));
    }
    return this;
  }

  PriceServer always(Mood mood) {
    usual = mood;
    return this;
  }

  /** When calls came, in nanoseconds. */
  List<Long> calls() {
    return List.copyOf(calls);
  }

  private void take(HttpExchange call) {
    calls.add(System.nanoTime());
    Mood mood;
    synchronized (moods) {
      mood = moods.isEmpty() ? usual : moods.remove();
    }
    try (call) {
      mood.answer(call);
    } catch (IOException gone) {
      // The other side went away: some tests are about that.
      if (String.valueOf(gone.getMessage()).isEmpty()) {
        throw new UncheckedIOException(gone);
      }
    }
  }

  /** A price of 100 and the day's number on each day. */
  void prices(HttpExchange call) throws IOException {
    body(call, 200, json(call, 1));
  }

  /** A price on every other day. */
  void gaps(HttpExchange call) throws IOException {
    body(call, 200, json(call, 2));
  }

  /** Half of an answer that says that it is whole. */
  void truncated(HttpExchange call) throws IOException {
    String json = json(call, 1);
    body(call, 200, json.substring(0, json.length() / 2));
  }

  /** A beginning, and then nothing until the server closes. */
  void dripping(HttpExchange call) throws IOException {
    call.sendResponseHeaders(200, 1_000);
    call.getResponseBody().write('{');
    call.getResponseBody().flush();
    try {
      if (!closing.await(30, TimeUnit.SECONDS)) {
        throw new IOException("nobody closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Mood status(int status, String... headers) {
    return call -> {
      for (String header : headers) {
        String[] parts = header.split(": ", 2);
        call.getResponseHeaders().add(parts[0], parts[1]);
      }
      body(call, status, "{}");
    };
  }

  private static String json(HttpExchange call, int every) {
    String query = call.getRequestURI().getQuery();
    if (query.contains("date=")) {
      LocalDate date = LocalDate.parse(query.replaceAll(".*date=([0-9-]+).*", "$1"));
      return "{\"price\":%d.5}".formatted(100 + date.toEpochDay());
    }
    long from = Long.parseLong(query.replaceAll(".*from=(\\d+).*", "$1"));
    long to = Long.parseLong(query.replaceAll(".*to=(\\d+).*", "$1"));
    var json = new StringBuilder("{\"prices\":[");
    for (long day = from / DAY; day * DAY <= to; day += every) {
      json.append(json.length() > 11 ? "," : "")
          .append("[%d,%d.5]".formatted(day * DAY * 1_000, 100 + day));
    }
    return json.append("]}").toString();
  }

  private static void body(HttpExchange call, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, bytes.length);
    call.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
