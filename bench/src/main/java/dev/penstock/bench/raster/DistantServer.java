package dev.penstock.bench.raster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Serves ranges of files as a host that is so many milliseconds away. The first part of a path is
 * for the reader, who makes it new when nothing shall be known of a file.
 */
public final class DistantServer implements AutoCloseable {
  static {
    // Without it each answer waits for an acknowledgement of its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SceneFiles files;
  private final Map<String, String> texts = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private volatile int latency;

  DistantServer(SceneFiles files) throws IOException {
    this.files = files;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where a file lies, for a reader who knows nothing of it yet. */
  public URI uri(String era, String name) {
    return URI.create(
        "http://localhost:%d/%s/%s.tif".formatted(server.getAddress().getPort(), era, name));
  }

  /** Files of a scene that GDAL writes, and a server for them. */
  public static DistantServer withScene() throws IOException, InterruptedException {
    return new DistantServer(SceneFiles.write());
  }

  /** Deletes the files, too. */
  public void closeWithScene() throws IOException {
    close();
    files.delete();
  }

  /** Where a text lies from now on. */
  public URI put(String path, String text) {
    texts.put(path, text);
    return URI.create("http://localhost:%d%s".formatted(server.getAddress().getPort(), path));
  }

  /** How far away it is from now on. */
  public void latency(int millis) {
    latency = millis;
  }

  /** Requests since this was asked last. */
  public int takeRequests() {
    return requests.getAndSet(0);
  }

  long takeBytes() {
    return bytes.getAndSet(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      Thread.sleep(latency);
      String path = exchange.getRequestURI().getPath();
      String text = texts.get(path);
      if (text != null) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        return;
      }
      String name = path.substring(path.lastIndexOf('/') + 1).replace(".tif", "");
      send(exchange, files.file(name));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(HttpExchange exchange, Path file) throws IOException {
    long size = Files.size(file);
    exchange.getResponseHeaders().set("ETag", "\"" + size + "\"");
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    String[] ends = range.substring("bytes=".length()).split("-", -1);
    long from = Long.parseLong(ends[0]);
    long to = Math.min(size - 1, Long.parseLong(ends[1]));
    ByteBuffer body = ByteBuffer.allocate((int) (to - from + 1));
    try (FileChannel channel = FileChannel.open(file)) {
      while (body.hasRemaining() && channel.read(body, from + body.position()) >= 0) {
        // A read may give less than there is.
      }
    }
    bytes.addAndGet(body.capacity());
    exchange.getResponseHeaders().set("Content-Range", "bytes %d-%d/%d".formatted(from, to, size));
    exchange.sendResponseHeaders(206, body.capacity());
    exchange.getResponseBody().write(body.array());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
