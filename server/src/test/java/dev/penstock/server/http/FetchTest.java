package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.access.Scope;
import dev.penstock.server.config.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FetchTest {
  private static final int LARGE = 3 << 20;

  @TempDir Path folder;
  private TestServer server;
  private HttpServer outside;
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(folder, HttpSettings.onPort(0).maxBody(LARGE + 10));
    outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    outside.createContext(
        "/",
        exchange -> {
          try (exchange) {
            int count = asked.incrementAndGet();
            switch (exchange.getRequestURI().getPath()) {
              case "/lines" -> answer(exchange, 200, "good\ngood".getBytes(StandardCharsets.UTF_8));
              case "/large" -> answer(exchange, 200, large(LARGE));
              case "/too-large" -> answer(exchange, 200, large(LARGE + 11));
              case "/empty" -> exchange.sendResponseHeaders(200, -1);
              case "/inward" -> {
                exchange.getResponseHeaders().add("Location", "http://169.254.169.254/latest");
                exchange.sendResponseHeaders(302, -1);
              }
              case "/moved" -> {
                exchange.getResponseHeaders().add("Location", "/lines");
                exchange.sendResponseHeaders(302, -1);
              }
              case "/flaky" -> {
                if (count == 1) {
                  exchange.getResponseHeaders().add("Retry-After", "0");
                  exchange.sendResponseHeaders(503, -1);
                } else {
                  answer(exchange, 200, "good".getBytes(StandardCharsets.UTF_8));
                }
              }
              default -> exchange.sendResponseHeaders(404, -1);
            }
          }
        });
    outside.start();
  }

  private static byte[] large(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    outside.stop(0);
  }

  private String url(String path) {
    String url = "http://127.0.0.1:" + outside.getAddress().getPort() + path;
    return URLEncoder.encode(url, StandardCharsets.UTF_8);
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  private HttpResponse<String> submit(String path, String... headers) throws Exception {
    return server.post("/v1/pipelines/lines/jobs?payload-url=" + url(path), "", headers);
  }

  private JsonNode fetched(String path) throws Exception {
    return json(submit(path, "Prefer", "wait=20"));
  }

  private JsonNode made(JsonNode fetch) throws Exception {
    return ended(fetch.path("results").path(0).path("href").asString());
  }

  private JsonNode ended(String href) throws Exception {
    JsonNode job = json(server.get(href));
    for (int changes = 0; job.path("finished").isNull() && changes < 100; changes++) {
      job = json(server.get(href, "Prefer", "wait=20"));
    }
    return job;
  }

  @Test
  void aPayloadThatIsNamedIsFetchedAndBecomesAJob() throws Exception {
    for (String path : new String[] {"/lines", "/moved"}) {
      JsonNode fetch = fetched(path);
      assertThat(fetch.path("status").asString()).as(fetch.toString()).isEqualTo("successful");
      JsonNode job = made(fetch);
      assertThat(job.path("pipeline").asString()).isEqualTo("lines");
      assertThat(job.path("counts").path("ok").intValue()).isEqualTo(2);
    }
    assertThat(json(server.get("/v1/jobs")).path("jobs")).hasSize(2);
  }

  @Test
  void aListOfThemIsFetchedInItsOrderAndABadOneStopsNoOther() throws Exception {
    String home = "http://127.0.0.1:" + outside.getAddress().getPort();
    String list =
        "# three, and one that is not there\r\n%1$s/lines\r\n\n%1$s/gone\n%1$s/flaky?x=1\n%1$s/moved\n"
            .formatted(home);
    JsonNode fetch =
        json(
            server.post(
                "/v1/pipelines/lines/jobs",
                list,
                "Content-Type",
                "text/uri-list; charset=utf-8",
                "Prefer",
                "wait=20"));
    assertThat(fetch.path("status").asString()).as(fetch.toString()).isEqualTo("successful");
    assertThat(fetch.path("counts").path("ok").asInt()).isEqualTo(3);
    assertThat(fetch.path("counts").path("rejected").asInt()).isEqualTo(1);
    assertThat(fetch.path("results").valueStream().map(each -> each.path("name").asString()))
        .containsExactly("job-0", "job-2", "job-3");
    String id = fetch.path("id").asString();
    JsonNode reject = json(server.get("/v1/jobs/" + id + "/rejects"));
    assertThat(reject.path("code").asString()).isEqualTo("egress.status");
    assertThat(reject.path("item").asInt()).isEqualTo(1);
    assertThat(reject.path("original_text").asString()).isEqualTo(home + "/gone");
    assertThat(json(server.get("/v1/jobs?pipeline=lines")).path("jobs")).hasSize(3);
  }

  @Test
  void aListWithAnAddressThatIsGuardedIsRefusedAsAWhole() throws Exception {
    String home = "http://127.0.0.1:" + outside.getAddress().getPort();
    String[] type = {"Content-Type", "text/uri-list"};
    String path = "/v1/pipelines/lines/jobs";
    HttpResponse<String> inward = server.post(path, home + "/lines\nhttp://10.0.0.1/x\n", type);
    assertThat(inward.statusCode()).isEqualTo(400);
    assertThat(json(inward).path("code").asString()).isEqualTo("payload.address");
    assertThat(json(inward).path("detail").asString()).contains("10.0.0.1");
    assertThat(json(server.post(path, "# nothing\n", type)).path("code").asString())
        .isEqualTo("body.invalid");
    String many = (home + "/lines\n").repeat(101);
    assertThat(json(server.post(path, many, type)).path("detail").asString()).contains("101");
    assertThat(asked.get()).isZero();
  }

  @Test
  void aLargeOneIsNotHeldInMemoryAndAllOfItComes() throws Exception {
    JsonNode job = made(fetched("/large"));
    assertThat(job.path("payload").path("bytes").intValue()).isEqualTo(LARGE);
  }

  @Test
  void troubleThatPassesIsTriedAgain() throws Exception {
    assertThat(fetched("/flaky").path("status").asString()).isEqualTo("successful");
    assertThat(asked.get()).isEqualTo(2);
  }

  @Test
  void whatCannotBeFetchedFailsWithTheReasonAndLeavesNothing() throws Exception {
    String[][] cases = {
      {"/gone", "egress.status"},
      {"/empty", "payload.empty"},
      {"/too-large", "payload.too_large"},
      {"/inward", "egress.address"}
    };
    for (String[] each : cases) {
      JsonNode fetch = fetched(each[0]);
      assertThat(fetch.path("status").asString()).as(fetch.toString()).isEqualTo("failed");
      assertThat(fetch.path("failure").path("code").asString()).isEqualTo(each[1]);
    }
    assertThat(json(server.get("/v1/jobs")).path("jobs")).isEmpty();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("payload")))
          .isEmpty();
    }
  }

  @Test
  void whatIsWrongWithTheRequestIsSaidAtOnce() throws Exception {
    for (String bad : new String[] {"file:///etc/passwd", "http://10.0.0.1/x", "x y", "ftp://a/"}) {
      String query = URLEncoder.encode(bad, StandardCharsets.UTF_8);
      HttpResponse<String> refused =
          server.post("/v1/pipelines/lines/jobs?payload-url=" + query, "");
      assertThat(refused.statusCode()).as(bad).isEqualTo(400);
      assertThat(json(refused).path("code").asString()).isEqualTo("payload.address");
    }
    String path = "/v1/pipelines/lines/jobs?payload-url=" + url("/lines");
    assertThat(server.post(path + "&mdoe=keep", "").statusCode()).isEqualTo(400);
    assertThat(server.post(path, "x").statusCode()).isEqualTo(400);
    assertThat(server.post(path, "xy").statusCode()).isEqualTo(413);
    assertThat(json(server.get("/v1/jobs?pipeline=fetch")).path("jobs")).isEmpty();
    assertThat(asked.get()).isZero();
  }

  @Test
  void sentAgainUnderItsKeyItIsTheSameFetch() throws Exception {
    HttpResponse<String> first = submit("/lines", "Idempotency-Key", "k");
    HttpResponse<String> again = submit("/lines", "Idempotency-Key", "k");
    assertThat(json(again).path("id")).isEqualTo(json(first).path("id"));
    assertThat(submit("/large", "Idempotency-Key", "k").statusCode()).isEqualTo(422);
  }

  @Test
  void theJobIsItsSendersTenants() throws Exception {
    String acme = "Bearer " + server.key("acme", Scope.SUBMIT, Scope.READ);
    String globex = "Bearer " + server.key("globex", Scope.SUBMIT, Scope.READ);
    JsonNode fetch = json(submit("/lines", "Authorization", acme, "Prefer", "wait=20"));
    String href = fetch.path("results").path(0).path("href").asString();
    assertThat(server.get(href, "Authorization", acme).statusCode()).isEqualTo(200);
    assertThat(server.get(href, "Authorization", globex).statusCode()).isEqualTo(404);
  }

  @Test
  void aWebClientOfOgcNamesAPayloadByHref() throws Exception {
    String href = "http://127.0.0.1:" + outside.getAddress().getPort() + "/lines";
    HttpResponse<String> made =
        server.post(
            "/ogc/processes/lines/execution",
            "{\"inputs\": {\"payload\": {\"href\": \"" + href + "\"}}}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String fetch = "/v1/jobs/" + json(made).path("jobID").asString();
    assertThat(made(ended(fetch)).path("in").isMissingNode()).isTrue();
    assertThat(json(server.get("/v1/jobs")).path("jobs")).hasSize(1);
  }
}
