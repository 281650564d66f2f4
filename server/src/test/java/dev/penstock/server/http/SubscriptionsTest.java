package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SubscriptionsTest {
  private static final String HOOK = "{\"url\": \"https://example.org/hook\"}";

  @TempDir Path folder;
  private TestServer server;
  private HttpServer receiver;
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(folder);
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(204, -1);
            told.add(exchange.getRequestURI().getPath() + " " + body);
          }
        });
    receiver.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    receiver.stop(0);
  }

  private String receiver(String path) {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    return server.send(
        HttpRequest.newBuilder(server.at(path)).method(method, BodyPublishers.ofString(body)));
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void aSubscriptionIsMadeReadReplacedAndRemoved() throws Exception {
    HttpResponse<String> made = call("POST", "/v1/subscriptions/erp", HOOK);
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.headers().firstValue("Location")).contains("/v1/subscriptions/erp");
    assertThat(json(made).path("events"))
        .extracting(JsonNode::stringValue)
        .containsExactly("job.dismissed", "job.failed", "job.successful");
    assertThat(json(made).path("open").booleanValue()).isTrue();
    assertThat(call("POST", "/v1/subscriptions/erp", HOOK).statusCode()).isEqualTo(409);
    HttpResponse<String> put =
        call(
            "PUT",
            "/v1/subscriptions/erp",
            """
            {"url": "https://example.org/b", "events": ["job.failed"], "pipelines": ["lines"],
             "format": "cloudevents", "enabled": false}
            """);
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(json(put).path("open").booleanValue()).isFalse();
    assertThat(json(server.get("/v1/subscriptions")).path("subscriptions")).hasSize(1);
    assertThat(call("DELETE", "/v1/subscriptions/erp", "").statusCode()).isEqualTo(204);
    assertThat(server.get("/v1/subscriptions/erp").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|body.invalid",
        "{\"url\": \"https://example.org\", \"ulr\": 1}|body.invalid",
        "{\"url\": \"not a url\"}|callback.address",
        "{\"url\": \"ftp://example.org\"}|callback.address",
        "{\"url\": \"http://169.254.169.254/latest\"}|callback.address",
        "{\"url\": \"http://u:p@example.org\"}|callback.address",
        "{\"url\": \"https://example.org\", \"events\": [\"job.gone\"]}|subscription.invalid",
        "{\"url\": \"https://example.org\", \"format\": \"xml\"}|subscription.invalid",
        "{\"url\": \"https://example.org\", \"pipelines\": [\"callbacks\"]}|pipeline.unknown"
      })
  void whatCannotBeUsedIsRefusedAtOnce(String body, String code) throws Exception {
    HttpResponse<String> refused = call("PUT", "/v1/subscriptions/s", body);
    assertThat(json(refused).path("code").stringValue()).as(refused.body()).isEqualTo(code);
    assertThat(server.get("/v1/subscriptions/s").statusCode()).isEqualTo(404);
  }

  @Test
  void aSubscriberIsToldAndTheDeliveryCanBeLookedAtAndMadeAgain() throws Exception {
    call("PUT", "/v1/subscriptions/s", "{\"url\": \"" + receiver("/all") + "\"}");
    HttpResponse<String> job = server.post("/v1/pipelines/lines/jobs", "good", "Prefer", "wait=20");
    String id = json(job).path("id").stringValue();
    assertThat(next()).startsWith("/all {\"type\":\"job.successful\"").contains(id);

    JsonNode delivery = delivered("/v1/deliveries?subscription=s&job=" + id);
    JsonNode whole = json(server.get(delivery.path("links").path("self").stringValue()));
    assertThat(whole.path("attempts").path(0).path("status").intValue()).isEqualTo(204);
    assertThat(whole.path("body").stringValue()).contains(id);
    HttpResponse<String> again =
        call("POST", delivery.path("links").path("replay").stringValue(), "");
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(next()).contains(id);
    // What is on its way is not made again, so that has to be over.
    assertThat(server.client.ended(json(again).path("id").stringValue(), TestServer.PATIENCE))
        .isPresent();
    HttpResponse<String> range = call("POST", "/v1/subscriptions/s/replay", "{}");
    assertThat(range.statusCode()).isEqualTo(202);
    assertThat(next()).contains(id);
    HttpResponse<String> test = call("POST", "/v1/subscriptions/s/test", "");
    assertThat(test.statusCode()).isEqualTo(202);
    assertThat(next()).contains("subscription.test");
    assertThat(json(server.get("/v1/jobs")).path("jobs")).hasSize(1);
    assertThat(json(server.get("/v1/jobs?pipeline=callbacks")).path("jobs")).hasSize(4);
  }

  /** The log is written right after the answer came. */
  private JsonNode delivered(String path) throws Exception {
    for (long end = System.nanoTime() + 20_000_000_000L; System.nanoTime() < end; ) {
      JsonNode first = json(server.get(path)).path("deliveries").path(0);
      if (first.path("state").asString("").equals("delivered")) {
        return first;
      }
    }
    throw new AssertionError("nothing was delivered: " + server.get(path).body());
  }

  @Test
  void aJobNamesAddressesOfItsOwn() throws Exception {
    String success = URLEncoder.encode(receiver("/good"), StandardCharsets.UTF_8);
    String failure = URLEncoder.encode(receiver("/bad"), StandardCharsets.UTF_8);
    String path = "/v1/pipelines/lines/jobs?successUri=%s&failedUri=%s".formatted(success, failure);
    server.post(path, "good");
    assertThat(next()).startsWith("/good {\"type\":\"job.successful\"");
    server.post(path, "die");
    assertThat(next()).startsWith("/bad {\"type\":\"job.failed\"");
    String progress = URLEncoder.encode(receiver("/now"), StandardCharsets.UTF_8);
    server.post("/v1/pipelines/lines/jobs?inProgressUri=" + progress, "hold");
    assertThat(next()).startsWith("/now {\"type\":\"job.in_progress\"");
  }

  @Test
  void anAddressThatCannotBeCalledRefusesTheJobBeforeItsBodyIsRead() throws Exception {
    for (String uri : new String[] {"nonsense%20x", "file:///etc/passwd", "http://10.0.0.1/"}) {
      HttpResponse<String> refused =
          server.post("/v1/pipelines/lines/jobs?successUri=" + uri, "good");
      assertThat(refused.statusCode()).as(uri).isEqualTo(400);
      assertThat(json(refused).path("code").stringValue()).isEqualTo("callback.address");
    }
    assertThat(json(server.get("/v1/jobs")).path("jobs")).isEmpty();
  }

  @Test
  void secretsAreShownAndRotated() throws Exception {
    call("PUT", "/v1/subscriptions/s", HOOK);
    for (String path : new String[] {"/v1/subscriptions/s/secret", "/v1/callbacks/secret"}) {
      String first = json(server.get(path)).path("secret").stringValue();
      assertThat(first).startsWith("whsec_");
      assertThat(json(server.get(path)).path("secret").stringValue()).isEqualTo(first);
      JsonNode rotated = json(call("POST", path, ""));
      assertThat(rotated.path("secret").stringValue()).isNotEqualTo(first);
      assertThat(rotated.path("formerSignsUntil").isString()).isTrue();
    }
  }

  @Test
  void nobodySubmitsToThePipelineOfCallbacks() throws Exception {
    assertThat(server.post("/v1/pipelines/callbacks/jobs", "x").statusCode()).isEqualTo(404);
    assertThat(server.get("/v1/pipelines").body()).doesNotContain("callbacks");
    assertThat(server.get("/v1/stages").body()).contains("\"stage\":\"deliver\"");
  }
}
