package dev.penstock.testkit.imagery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A STAC API with the files of its scenes. It answers as asked, or as badly as told: for each path
 * that contains a text, troubles are used up one by one; the last one may stay for good.
 */
public final class SceneServer implements AutoCloseable {
  private static final int PAGE = 50;

  static {
    // Without it each answer waits for an acknowledgement of its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> items = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Map<String, Integer> versions = new ConcurrentHashMap<>();
  private final Map<String, Queue<Trouble>> troubles = new ConcurrentHashMap<>();
  private final Map<String, Trouble> lasting = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean looping;
  private volatile long delayMillis;

  /** What a request meets instead of an honest answer. */
  public sealed interface Trouble {
    /** A status; with seconds to wait if more than zero. */
    record Status(int status, int retryAfter) implements Trouble {}

    /** Half of the body, then the end. */
    record Cut() implements Trouble {}

    /** The object is replaced by another version just before the answer. */
    record Changed() implements Trouble {}

    /** The whole object, with 200. */
    record Whole() implements Trouble {}

    /** No answer until the server closes. */
    record Silence() implements Trouble {}

    /** Bytes that are no TIFF. */
    record Garbage() implements Trouble {}
  }

  public SceneServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where the catalogue begins. */
  public URI catalogue() {
    return URI.create(origin() + "/api");
  }

  private String origin() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Lists a scene, and serves its files. */
  public SceneServer add(SceneSketch scene) {
    objects.put("/" + scene.id() + "/red.tif", scene.band(false));
    objects.put("/" + scene.id() + "/nir.tif", scene.band(true));
    objects.put("/" + scene.id() + "/scl.tif", scene.classification());
    items.add(scene.item(origin()));
    return this;
  }

  /** Lists an item whose files are served by the same names. */
  public void add(String item, Map<String, byte[]> files) {
    items.add(item.replace("{origin}", origin()));
    objects.putAll(files);
  }

  /** Requests of paths with this text meet these, one each. */
  public SceneServer trouble(String part, Trouble... next) {
    troubles.computeIfAbsent(part, key -> new ConcurrentLinkedQueue<>()).addAll(List.of(next));
    return this;
  }

  /** All requests of paths with this text meet this. */
  public SceneServer always(String part, Trouble trouble) {
    lasting.put(part, trouble);
    return this;
  }

  /** Nothing is wrong any more. */
  public void heal() {
    troubles.clear();
    lasting.clear();
    looping = false;
  }

  /** Pages of searches lead back to the first. */
  public SceneServer loop() {
    looping = true;
    return this;
  }

  /** Each answer comes so much later. */
  public SceneServer delay(long millis) {
    delayMillis = millis;
    return this;
  }

  /** Method and path of each request so far, and its range where it has one. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = exchange.getRequestHeaders().getFirst("Range");
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
    try (exchange) {
      if (delayMillis > 0 && closing.await(delayMillis, TimeUnit.MILLISECONDS)) {
        return;
      }
      answer(exchange, path, new String(body, StandardCharsets.UTF_8), trouble(path));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Trouble trouble(String path) {
    for (Map.Entry<String, Queue<Trouble>> each : troubles.entrySet()) {
      Trouble next = path.contains(each.getKey()) ? each.getValue().poll() : null;
      if (next != null) {
        return next;
      }
    }
    return lasting.entrySet().stream()
        .filter(each -> path.contains(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private void answer(HttpExchange exchange, String path, String body, @Nullable Trouble trouble)
      throws IOException, InterruptedException {
    if (trouble instanceof Trouble.Silence) {
      closing.await();
    } else if (trouble instanceof Trouble.Status(int status, int retryAfter)) {
      if (retryAfter > 0) {
        exchange.getResponseHeaders().set("Retry-After", String.valueOf(retryAfter));
      }
      exchange.sendResponseHeaders(status, -1);
    } else if (path.equals("/api")) {
      send(
          exchange,
          "{\"type\":\"Catalog\",\"links\":[{\"rel\":\"search\",\"href\":\"/search\"}]}",
          trouble);
    } else if (path.equals("/search")) {
      send(exchange, page(body), trouble);
    } else {
      object(exchange, path, trouble);
    }
  }

  private String page(String body) {
    int next = body.indexOf("\"from\":");
    int from = next < 0 ? 0 : Integer.parseInt(body.substring(next + 7).replaceAll("\\D.*", ""));
    var features = new ArrayList<String>();
    for (int i = from; i < Math.min(items.size(), from + PAGE); i++) {
      features.add(items.get(i));
    }
    boolean more = looping || from + PAGE < items.size();
    String link =
        more
            ? "{\"rel\":\"next\",\"href\":\"/search\",\"method\":\"POST\",\"merge\":true,\"body\":{\"from\":%d}}"
                .formatted(looping ? 0 : from + PAGE)
            : "";
    return "{\"type\":\"FeatureCollection\",\"features\":[%s],\"links\":[%s]}"
        .formatted(String.join(",", features), link);
  }

  private static void send(HttpExchange exchange, String text, @Nullable Trouble trouble)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    int length = trouble instanceof Trouble.Cut ? bytes.length / 2 : bytes.length;
    exchange.getResponseBody().write(bytes, 0, length);
    exchange.getResponseBody().flush();
  }

  private void object(HttpExchange exchange, String path, @Nullable Trouble trouble)
      throws IOException {
    byte[] object = objects.get(path);
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (object == null || range == null) {
      exchange.sendResponseHeaders(object == null ? 404 : 400, -1);
      return;
    }
    if (trouble instanceof Trouble.Changed) {
      versions.merge(path, 1, Integer::sum);
    }
    String tag = "\"v" + versions.getOrDefault(path, 0) + "\"";
    String match = exchange.getRequestHeaders().getFirst("If-Match");
    if (match != null && !match.equals(tag)) {
      exchange.sendResponseHeaders(412, -1);
      return;
    }
    exchange.getResponseHeaders().set("ETag", tag);
    if (trouble instanceof Trouble.Whole) {
      exchange.sendResponseHeaders(200, object.length);
      exchange.getResponseBody().write(object);
      return;
    }
    piece(exchange, object, range, trouble);
  }

  private static void piece(
      HttpExchange exchange, byte[] object, String range, @Nullable Trouble trouble)
      throws IOException {
    String[] ends = range.substring("bytes=".length()).split("-", -1);
    int from = Integer.parseInt(ends[0]);
    int to = (int) Math.min(object.length - 1L, Long.parseLong(ends[1]));
    if (from >= object.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(from, to, object.length));
    exchange.sendResponseHeaders(206, to - from + 1);
    byte[] piece = new byte[to - from + 1];
    if (!(trouble instanceof Trouble.Garbage)) {
      System.arraycopy(object, from, piece, 0, piece.length);
    }
    int length = trouble instanceof Trouble.Cut ? piece.length / 2 : piece.length;
    exchange.getResponseBody().write(piece, 0, length);
    exchange.getResponseBody().flush();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
