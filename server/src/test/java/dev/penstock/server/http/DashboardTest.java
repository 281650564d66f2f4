package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Scope;
import dev.penstock.client.SubmitRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DashboardTest {
  private static final Path FILES =
      Path.of(System.getProperty("penstock.root"))
          .resolve("server/src/main/resources/dev/penstock/server/dashboard");
  private static final Pattern ASSET = Pattern.compile("\"(/assets/[^\"]+)\"");
  private static final String BROWSER = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(folder);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  @Test
  void aBrowserGetsThePageAndATerminalTheText() throws Exception {
    assertThat(server.get("/").body()).startsWith("Penstock:");
    HttpResponse<String> page = server.get("/", "Accept", BROWSER);
    assertThat(page.body()).startsWith("<!doctype html>");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe", "http:", "https:", "*");
    assertThat(page.headers().firstValue("Vary")).hasValue("Accept");
    assertThat(server.get("/ui/jobs/anything").body()).isEqualTo(page.body());
    String tag = page.headers().firstValue("ETag").orElseThrow();
    assertThat(server.get("/", "Accept", BROWSER, "If-None-Match", tag).statusCode())
        .isEqualTo(304);
  }

  @Test
  void whatThePageIsMadeOfMayBeKeptForEverAndNoOtherVersionIsServed() throws Exception {
    String page = server.get("/", "Accept", BROWSER).body();
    List<String> assets = ASSET.matcher(page).results().map(found -> found.group(1)).toList();
    assertThat(assets).hasSize(4);
    for (String asset : assets) {
      HttpResponse<String> file = server.get(asset);
      assertThat(file.statusCode()).as(asset).isEqualTo(200);
      assertThat(file.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
      assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
    assertThat(server.get("/assets/0123456789abcdef/app.js").body()).contains("route.unknown");
    assertThat(server.get(assets.getFirst().replace("theme.js", "index.html")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void everyFileIsListedAndNoneNamesAnotherHost() throws IOException {
    var listed = new TreeSet<>(Files.readAllLines(FILES.resolve("files.txt")));
    try (Stream<Path> files = Files.list(FILES)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> !name.equals("index.html") && !name.equals("files.txt"))
                  .collect(Collectors.toSet()))
          .isEqualTo(listed);
    }
    for (String name : listed) {
      String text = Files.readString(FILES.resolve(name));
      assertThat(Pattern.compile("https?://[a-z0-9.]+").matcher(text).results())
          .as(name)
          .extracting(MatchResult::group)
          .allMatch(url -> List.of("http://www.w3.org", "https://example.org").contains(url));
      assertThat(text).as(name).doesNotContain("innerHTML", "insertAdjacentHTML", "eval(");
    }
  }

  @Test
  void whoLooksIsToldWhatTheKeyOpens() throws Exception {
    assertThat(json(server.get("/v1/me")).path("keyNeeded").asBoolean()).isFalse();
    assertThat(json(server.get("/v1/me")).path("scopes")).hasSize(4);
    String key = server.key("acme", Scope.READ);
    JsonNode nobody = json(server.get("/v1/me"));
    // What was read of the book is trusted for a second.
    while (!nobody.path("keyNeeded").asBoolean()) {
      nobody = json(server.get("/v1/me"));
    }
    assertThat(nobody.path("scopes")).isEmpty();
    JsonNode viewer = json(server.get("/v1/me", "Authorization", "Bearer " + key));
    assertThat(viewer.path("tenant").asString()).isEqualTo("acme");
    assertThat(viewer.path("scopes")).extracting(JsonNode::asString).containsExactly("read");
    assertThat(server.get("/v1/me", "Authorization", "Bearer pk_x").body())
        .contains("access.key_unknown");
    assertThat(server.get("/", "Accept", BROWSER).statusCode()).isEqualTo(200);
    assertThat(server.get("/v1/history", "Authorization", "Bearer " + key).statusCode())
        .isEqualTo(403);
  }

  private String job(String text) throws IOException, InterruptedException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return server.client.submit(SubmitRequest.bytes("lines", bytes)).id();
  }

  @Test
  void theChunksOfAJobAreShownWithTheirAttemptsAndLeases() throws Exception {
    String id = job("a\nhold\ndie");
    JsonNode chunks = json(server.get("/v1/jobs/" + id + "/chunks"));
    // The engine says that the chunk runs before its attempt is seen, so it is asked until both
    // are.
    while (chunks.path("leases").isEmpty()
        || !chunks.path("leases").get(0).path("stage").asString().equals("check")) {
      chunks = json(server.get("/v1/jobs/" + id + "/chunks"));
    }
    assertThat(chunks.path("leases").get(0).path("worker").asString()).isEqualTo("test");
    server.lines.release.countDown();
    server.client.ended(id, TestServer.PATIENCE);
    JsonNode after = json(server.get("/v1/jobs/" + id + "/chunks"));
    while (!after.path("leases").isEmpty()) {
      after = json(server.get("/v1/jobs/" + id + "/chunks"));
    }
    JsonNode check = after.path("stages").get(1);
    assertThat(check.path("stage").asString()).isEqualTo("check");
    assertThat(check.path("cells"))
        .extracting(cell -> cell.path("state").asString())
        .containsExactlyInAnyOrder("ok", "ok", "dead");
    JsonNode dead =
        check
            .path("cells")
            .valueStream()
            .filter(cell -> cell.path("state").asString().equals("dead"))
            .findFirst()
            .orElseThrow();
    assertThat(dead.path("tries").get(0).path("code").asString()).isEqualTo("line.died");
    assertThat(
            json(server.get("/v1/jobs/01m804w41tbfnpg2d3qw7sbn7x/chunks")).path("code").asString())
        .isEqualTo("job.unknown");
  }

  @Test
  void theLastHourKnowsWhatWentThrough() throws Exception {
    server.client.ended(job("a\nbad\ndie"), TestServer.PATIENCE);
    JsonNode history = json(server.get("/v1/history"));
    JsonNode lines =
        history
            .path("pipelines")
            .valueStream()
            .filter(each -> each.path("pipeline").asString().equals("lines"))
            .findFirst()
            .orElseThrow();
    assertThat(sum(lines.path("items"))).isEqualTo(3);
    JsonNode check =
        history
            .path("stages")
            .valueStream()
            .filter(
                each ->
                    each.path("stage").asString().equals("check")
                        && each.path("pipeline").asString().equals("lines"))
            .findFirst()
            .orElseThrow();
    assertThat(sum(check.path("rejected"))).isEqualTo(1);
    assertThat(sum(check.path("dead"))).isEqualTo(1);
    assertThat(sum(history.path("acks").path("count"))).isEqualTo(1);
    assertThat(server.get("/metrics").body())
        .contains(
            "penstock_chunks_total{outcome=\"dead\",pipeline=\"lines\",stage=\"check\"} 1.0",
            "penstock_items_total{outcome=\"rejected\",pipeline=\"lines\",stage=\"check\"} 1.0");
  }

  private static double sum(JsonNode line) {
    assertThat(line).hasSize(60);
    return line.valueStream().mapToDouble(JsonNode::asDouble).sum();
  }

  @Test
  void stagesAreAStreamToo() throws Exception {
    var request =
        HttpRequest.newBuilder(server.at("/v1/stages")).header("Accept", "text/event-stream");
    var stream = server.raw.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (var lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).startsWith("data: {\"lagLimitSeconds\":300,\"stages\":[");
      lines.readLine();
      assertThat(lines.readLine()).isEqualTo(": the same");
      server.post("/v1/stages/lines/check/pause", "");
      String line = lines.readLine();
      while (line != null && !line.contains("\"paused\":true")) {
        line = lines.readLine();
      }
      assertThat(line).isNotNull();
    }
  }

  @Test
  void aReplayIsRefusedWhenTheNumberThatWasConfirmedIsAnotherOne() throws Exception {
    server.client.ended(job("a\ndie"), TestServer.PATIENCE);
    JsonNode group = json(server.get("/v1/dead-letters/groups")).path("groups").get(0);
    assertThat(group.path("message").asString()).isEqualTo("The line died.");
    assertThat(group.path("fingerprint").asString()).matches("[0-9a-f]{8}");
    String self =
        server
            .post("/v1/dead-letters/selections", "")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    assertThat(server.post(self + "/replay?confirm=replay%2018", "").body())
        .contains("query.invalid", "replay 1");
    assertThat(server.post(self + "/replay?confirm=replay%201", "").statusCode()).isEqualTo(200);
  }
}
