package dev.penstock.callback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Somebody who is told, on the loopback address. */
final class Receiver implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final HttpServer server;
  private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

  /** One request as it came. */
  record Told(String path, UnaryOperator<String> header, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** What one request is answered. */
  record Answer(int status, String header, String value) {}

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::hear);
    server.start();
  }

  private void hear(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      var headers = exchange.getRequestHeaders();
      Answer queued = answers.poll();
      Answer answer = queued == null ? new Answer(204, "X-None", "") : queued;
      exchange.getResponseHeaders().set(answer.header(), answer.value());
      exchange.sendResponseHeaders(answer.status(), -1);
      told.add(
          new Told(
              exchange.getRequestURI().getPath(),
              name -> String.valueOf(headers.getFirst(name)),
              body));
    }
  }

  /** Answers the next requests so; all that follow are answered 204. */
  Receiver answering(int... statuses) {
    for (int status : statuses) {
      answering(status, "X-None", "");
    }
    return this;
  }

  Receiver answering(int status, String header, String value) {
    answers.add(new Answer(status, header, value));
    return this;
  }

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** The next request that comes. */
  Told next() throws InterruptedException {
    Told next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nobody was told anything");
    }
    return next;
  }

  /** How many requests came that nobody has looked at. */
  int waiting() {
    return told.size();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
