package dev.penstock.egress;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Somebody else's server, on the loopback address, that says what a test tells it to. */
final class Outside implements AutoCloseable {
  static final Call.Limits LIMITS = new Call.Limits(Duration.ofSeconds(10), 1_000);
  static final EgressRules HERE = EgressRules.PUBLIC.allowing(List.of(Cidr.parse("127.0.0.0/8")));

  private final HttpServer server;

  /** What came, a line each: method, path, one header. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  /** Answers one request. */
  interface Say {
    void to(HttpExchange exchange) throws IOException;
  }

  Outside() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  Outside on(String path, Say say) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + token);
            exchange.getRequestBody().readAllBytes();
            say.to(exchange);
          }
        });
    return this;
  }

  /** Answers a status, with one header. */
  static Say status(int status, String name, String value) {
    return exchange -> {
      exchange.getResponseHeaders().set(name, value);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  static Say bytes(int count) {
    return exchange -> {
      exchange.sendResponseHeaders(200, count);
      exchange.getResponseBody().write(new byte[count]);
    };
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI at(String path) {
    return at("127.0.0.1", path);
  }

  /** By another name. */
  URI at(String host, String path) {
    return URI.create("http://" + host + ":" + port() + path);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
