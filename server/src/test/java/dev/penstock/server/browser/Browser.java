package dev.penstock.server.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium with a profile of its own. */
public final class Browser implements AutoCloseable {
  private static final List<String> COMMAND =
      List.of(
          "chromium",
          "--headless",
          // Tests run as root too, in containers without user namespaces.
          "--no-sandbox",
          "--disable-gpu",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-quic",
          "--hide-scrollbars",
          "--remote-debugging-port=0");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final List<Consumer<JsonNode>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final WebSocket socket;

  private Browser(Process process, URI devTools) {
    this.process = process;
    this.socket = http.newWebSocketBuilder().buildAsync(devTools, new Messages()).join();
  }

  /** Starts it; when this returns, it answers. */
  public static Browser start(Path profile) throws IOException {
    var command = new ArrayList<>(COMMAND);
    command.add("--user-data-dir=" + profile);
    command.add("about:blank");
    Process process = new ProcessBuilder(command).start();
    BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    while (line != null && !line.startsWith("DevTools listening on ")) {
      line = said.readLine();
    }
    if (line == null) {
      throw new IOException("chromium did not start; is the package chromium installed?");
    }
    // What it says from here on is read by nobody, and must not fill the pipe.
    Thread.ofVirtual().start(() -> drain(said));
    return new Browser(process, URI.create(line.substring("DevTools listening on ".length())));
  }

  private static void drain(BufferedReader said) {
    try {
      said.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The browser has ended.
    }
  }

  /** A new tab, which notes whatever goes wrong in it. */
  public Tab tab() {
    String target =
        send("Target.createTarget", Map.of("url", "about:blank"), "").path("targetId").asString();
    String session =
        send("Target.attachToTarget", Map.of("targetId", target, "flatten", true), "")
            .path("sessionId")
            .asString();
    return new Tab(this, session);
  }

  void listen(Consumer<JsonNode> listener) {
    listeners.add(listener);
  }

  /** Sends one command and waits for its answer. */
  JsonNode send(String method, Map<String, ?> params, String session) {
    int id = ids.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    asked.put(id, answer);
    var message = new TreeMap<String, Object>(Map.of("id", id, "method", method));
    message.put("params", params);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    synchronized (socket) {
      socket.sendText(JsonMapper.shared().writeValueAsString(message), true).join();
    }
    return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        JsonNode message = JsonMapper.shared().readTree(part.toString());
        part.setLength(0);
        took(message);
      }
      from.request(1);
      return null;
    }
  }

  private void took(JsonNode message) {
    CompletableFuture<JsonNode> answer = asked.remove(message.path("id").asInt(0));
    if (answer == null) {
      listeners.forEach(listener -> listener.accept(message));
    } else if (message.has("error")) {
      answer.completeExceptionally(new AssertionError(message.path("error").toString()));
    } else {
      answer.complete(message.path("result"));
    }
  }

  /** A file beside this class. */
  static String resource(String name) throws IOException {
    try (InputStream in = Browser.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("missing from the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Ends it, and waits until its profile is free. */
  @Override
  public void close() throws IOException {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
