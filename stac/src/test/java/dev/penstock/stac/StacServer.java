package dev.penstock.stac;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A STAC API, and files beside it. It ignores every filter, as some do, pages in one of the ways in
 * use, and misbehaves as told.
 */
final class StacServer implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.shared();

  static {
    // Without it each answer waits for an acknowledgement of its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** How a page tells of the next one. */
  enum Paging {
    /** A body of its own, as earth-search does. */
    POST_ALONE,
    /** A member that is merged into the last body. */
    POST_MERGED,
    /** A link. */
    GET,
    /** The same page again. */
    CIRCLE,
    /** Always another page, with nothing on it. */
    EMPTY,
    /** Always another page, with the same items. */
    SAME,
    /** Somewhere else. */
    FOREIGN
  }

  /** What one request meets instead of an honest answer. */
  record Trouble(int status, Map<String, String> headers, String body, boolean cut) {
    static Trouble status(int status) {
      return new Trouble(status, Map.of(), "", false);
    }
  }

  final List<ObjectNode> items = new ArrayList<>();
  final Map<String, String> files = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Trouble> troubles = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);

  volatile Paging paging = Paging.POST_ALONE;
  volatile boolean posts = true;
  volatile boolean filters;
  volatile boolean silent;
  volatile int largestPage = 1000;

  StacServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  void trouble(Trouble... next) {
    troubles.addAll(List.of(next));
  }

  /** Method, address and body of each request so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String text = new String(body, StandardCharsets.UTF_8);
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + text);
    try (exchange) {
      Trouble trouble = troubles.poll();
      if (silent) {
        closing.await();
      } else if (trouble != null) {
        trouble.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, trouble.status(), trouble.body(), trouble.cut());
      } else {
        route(exchange, text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void route(HttpExchange exchange, String body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String file = files.get(path);
    if (file != null) {
      send(exchange, 200, file, false);
    } else if (path.equals("/api")) {
      send(exchange, 200, landing(), false);
    } else if (path.equals("/search")) {
      search(exchange, body);
    } else {
      send(exchange, 404, "", false);
    }
  }

  private String landing() {
    String conforms =
        filters
            ? "\"https://api.stacspec.org/v1.0.0/item-search#filter\","
                + "\"http://www.opengis.net/spec/cql2/1.0/conf/cql2-json\""
            : "\"https://api.stacspec.org/v1.0.0/item-search\"";
    return """
    {"type":"Catalog","id":"test","conformsTo":[%s],"links":[{"rel":"search","href":"/search"}]}"""
        .formatted(conforms);
  }

  private void search(HttpExchange exchange, String body) throws IOException {
    boolean post = exchange.getRequestMethod().equals("POST");
    if (post && !posts) {
      send(exchange, 405, "", false);
      return;
    }
    String query = exchange.getRequestURI().getQuery();
    JsonNode asked = post ? JSON.readTree(body) : parameters(query == null ? "" : query);
    int limit = asked.path("limit").asInt(10);
    if (limit > largestPage) {
      send(exchange, 502, "<html>Bad gateway</html>", false);
      return;
    }
    int from = asked.path("next").asInt(0);
    send(exchange, 200, page(from, limit), false);
  }

  private static JsonNode parameters(String query) {
    ObjectNode all = JSON.createObjectNode();
    for (String parameter : query.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      all.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    return all;
  }

  private String page(int from, int limit) {
    ObjectNode page = JSON.createObjectNode().put("type", "FeatureCollection");
    var features = page.putArray("features");
    int first = paging == Paging.SAME ? 0 : from;
    for (int i = first; i < Math.min(items.size(), first + limit); i++) {
      if (paging != Paging.EMPTY) {
        features.add(items.get(i));
      }
    }
    boolean endless =
        EnumSet.of(Paging.CIRCLE, Paging.EMPTY, Paging.SAME, Paging.FOREIGN).contains(paging);
    if (from + limit < items.size() || endless) {
      ObjectNode link = page.putArray("links").addObject().put("rel", "next");
      int next = from + limit;
      switch (paging) {
        case POST_ALONE ->
            link.put("href", "/search")
                .put("method", "POST")
                .put("merge", false)
                .putObject("body")
                .put("limit", limit)
                .put("next", next);
        case POST_MERGED, EMPTY, SAME ->
            link.put("href", "/search")
                .put("method", "POST")
                .put("merge", true)
                .putObject("body")
                .put("next", next);
        case GET -> link.put("href", "/search?limit=" + limit + "&next=" + next);
        case CIRCLE -> link.put("href", "/search?limit=" + limit + "&next=0");
        case FOREIGN -> link.put("href", "http://elsewhere.example/search?next=" + next);
      }
    }
    return page.toString();
  }

  private static void send(HttpExchange exchange, int status, String body, boolean cut)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes, 0, cut ? bytes.length / 2 : bytes.length);
      exchange.getResponseBody().flush();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
