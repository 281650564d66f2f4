package dev.penstock.raster.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Serves objects by ranges, and misbehaves as told: each trouble meets one request, in order. */
public final class RangeServer implements AutoCloseable {
  static {
    // Without it each answer waits for an acknowledgement of its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Map<String, String> tags = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Trouble> troubles = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** What a request meets instead of an honest answer. */
  public sealed interface Trouble {
    /** A status and headers, no body. */
    record Status(int status, Map<String, String> headers) implements Trouble {
      public Status(int status) {
        this(status, Map.of());
      }
    }

    /** The right headers, half of the body, then the end. */
    record Cut() implements Trouble {}

    /** The whole object, with 200. */
    record Whole() implements Trouble {}

    /** Other bytes than those asked for. */
    record Shifted() implements Trouble {}

    /** An honest answer, whatever If-Match says. */
    record Unconditional() implements Trouble {}

    /** No answer at all. */
    record Silence() implements Trouble {}

    /** Headers, and then one byte now and then. */
    record Trickle() implements Trouble {}
  }

  public RangeServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Puts an object there; a second time, another one in its place. */
  public URI put(String name, byte[] object) {
    objects.put("/" + name, object);
    tags.merge(
        "/" + name, "\"1\"", (old, first) -> "\"" + (old.length() + 1) + old.charAt(1) + "\"");
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/" + name);
  }

  public void trouble(Trouble... next) {
    troubles.addAll(List.of(next));
  }

  /** Method, path and range of each request so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public void forget() {
    requests.clear();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + range);
    try (exchange) {
      answer(exchange, range, troubles.poll());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, @Nullable String range, @Nullable Trouble trouble)
      throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    byte[] object = objects.get(path);
    if (trouble instanceof Trouble.Status status) {
      status.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(status.status(), -1);
      return;
    }
    if (trouble instanceof Trouble.Silence) {
      closing.await();
      return;
    }
    if (object == null || range == null) {
      exchange.sendResponseHeaders(object == null ? 404 : 400, -1);
      return;
    }
    String tag = tags.getOrDefault(path, "");
    String match = exchange.getRequestHeaders().getFirst("If-Match");
    if (match != null && !match.equals(tag) && !(trouble instanceof Trouble.Unconditional)) {
      exchange.sendResponseHeaders(412, -1);
      return;
    }
    exchange.getResponseHeaders().set("ETag", tag);
    send(exchange, object, range, trouble);
  }

  private void send(HttpExchange exchange, byte[] object, String range, @Nullable Trouble trouble)
      throws IOException, InterruptedException {
    if (trouble instanceof Trouble.Whole) {
      exchange.sendResponseHeaders(200, object.length);
      exchange.getResponseBody().write(object);
      return;
    }
    String[] ends = range.substring("bytes=".length()).split("-", -1);
    int from = Integer.parseInt(ends[0]) + (trouble instanceof Trouble.Shifted ? 1 : 0);
    int to = (int) Math.min(object.length - 1L, Long.parseLong(ends[1]));
    if (from >= object.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(from, to, object.length));
    exchange.sendResponseHeaders(206, to - from + 1);
    OutputStream body = exchange.getResponseBody();
    if (trouble instanceof Trouble.Trickle) {
      body.write(object, from, 1);
      body.flush();
      closing.await();
      return;
    }
    int length = trouble instanceof Trouble.Cut ? (to - from + 1) / 2 : to - from + 1;
    body.write(object, from, length);
    body.flush();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
