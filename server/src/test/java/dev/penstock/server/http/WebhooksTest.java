package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Scope;
import dev.penstock.server.config.HttpSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhooksTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final String STANDARD =
      "{\"scheme\": \"standard\", \"secrets\": [\"%s\"], \"pipeline\": \"lines\"}";

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

  private HttpResponse<String> call(String method, String path, String body, String... headers)
      throws Exception {
    var request = HttpRequest.newBuilder(server.at(path));
    return server.send(request.method(method, BodyPublishers.ofString(body)), headers);
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  private void endpoint(String body) throws Exception {
    HttpResponse<String> kept = call("PUT", "/v1/endpoints/erp", body);
    assertThat(kept.statusCode()).as(kept.body()).isEqualTo(201);
  }

  private static byte[] hmac(byte[] key, String head, byte[] body) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update(head.getBytes(StandardCharsets.UTF_8));
    return mac.doFinal(body);
  }

  private static String[] signed(String id, byte[] body, Instant at) throws Exception {
    byte[] key = Base64.getDecoder().decode(SECRET.substring(6));
    String head = id + "." + at.getEpochSecond() + ".";
    String signature = Base64.getEncoder().encodeToString(hmac(key, head, body));
    return new String[] {
      "webhook-id",
      id,
      "webhook-timestamp",
      Long.toString(at.getEpochSecond()),
      "webhook-signature",
      "v1," + signature
    };
  }

  private HttpResponse<String> post(byte[] body, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(server.at("/v1/webhooks/erp"));
    return server.send(request.POST(BodyPublishers.ofByteArray(body)), headers);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private int jobs() throws Exception {
    return json(server.get("/v1/jobs")).path("jobs").size();
  }

  private void nothingIsLeft() throws Exception {
    assertThat(jobs()).isZero();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).filter(file -> !isOurs(file))).isEmpty();
    }
  }

  private static boolean isOurs(Path file) {
    return file.getFileName().toString().endsWith(".lock");
  }

  @Test
  void whatItsSenderSignedBecomesAJob() throws Exception {
    endpoint(STANDARD.formatted(SECRET));
    byte[] body = bytes("good\ngood");
    HttpResponse<String> taken = post(body, signed("msg_1", body, Instant.now()));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
    String location = taken.headers().firstValue("Location").orElseThrow();
    String id = location.substring(location.lastIndexOf('/') + 1);
    assertThat(server.client.ended(id, TestServer.PATIENCE)).isPresent();
    JsonNode job = json(server.get(location));
    assertThat(job.path("status").stringValue()).isEqualTo("successful");
    assertThat(job.path("counts").path("ok").intValue()).isEqualTo(2);
    assertThat(job.path("name").stringValue()).isEqualTo("erp");
  }

  @Test
  void theSameEventTwiceIsOneJob() throws Exception {
    endpoint(STANDARD.formatted(SECRET));
    byte[] body = bytes("good");
    HttpResponse<String> first = post(body, signed("msg_1", body, Instant.now()));
    HttpResponse<String> again = post(body, signed("msg_1", body, Instant.now().minusSeconds(20)));
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(json(again).path("id")).isEqualTo(json(first).path("id"));
    post(body, signed("msg_2", body, Instant.now()));
    assertThat(jobs()).isEqualTo(2);
  }

  @Test
  void anEventWhoseJobWasRemovedIsStillTheSameEvent() throws Exception {
    endpoint(STANDARD.formatted(SECRET));
    byte[] body = "good\n".repeat(30_000).getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> first = post(body, signed("msg_1", body, Instant.now()));
    String id = json(first).path("id").asString();
    assertThat(server.client.ended(id, TestServer.PATIENCE)).isPresent();
    assertThat(call("DELETE", "/v1/jobs/" + id, "").statusCode()).isEqualTo(204);
    HttpResponse<String> again = post(body, signed("msg_1", body, Instant.now()));
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(json(again).path("id").asString()).isEqualTo(id);
    nothingIsLeft();
    post(body, signed("msg_2", body, Instant.now()));
    assertThat(jobs()).isEqualTo(1);
  }

  @Test
  void anUnsignedBodyLeavesNoTrace() throws Exception {
    endpoint(STANDARD.formatted(SECRET));
    byte[] large = new byte[3 << 20];
    new Random(5).nextBytes(large);
    String[] headers = signed("msg_1", large, Instant.now());
    large[large.length - 1] ^= 1;
    for (byte[] body : List.of(large, bytes("good"))) {
      HttpResponse<String> refused = post(body, headers);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(json(refused).path("code").stringValue()).isEqualTo("webhook.not_signed");
    }
    nothingIsLeft();
    var chunked =
        HttpRequest.newBuilder(server.at("/v1/webhooks/erp"))
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
    assertThat(server.send(chunked, headers).statusCode()).isEqualTo(401);
    assertThat(post(bytes("good")).statusCode()).isEqualTo(401);
    nothingIsLeft();
    large[large.length - 1] ^= 1;
    assertThat(post(large, headers).statusCode()).isEqualTo(202);
  }

  @Test
  void whatIsTooOldIsRefusedHoweverWellItIsSigned() throws Exception {
    endpoint(STANDARD.formatted(SECRET));
    byte[] body = bytes("good");
    for (int seconds : new int[] {-310, 310}) {
      Instant at = Instant.now().plusSeconds(seconds);
      assertThat(post(body, signed("msg_1", body, at)).statusCode()).isEqualTo(401);
    }
    nothingIsLeft();
  }

  @Test
  void twoSecretsLetASenderChangeOver() throws Exception {
    endpoint(STANDARD.formatted(OTHER + "\", \"" + SECRET));
    byte[] body = bytes("good");
    assertThat(post(body, signed("msg_1", body, Instant.now())).statusCode()).isEqualTo(202);
    call("PUT", "/v1/endpoints/erp", STANDARD.formatted(OTHER));
    assertThat(post(body, signed("msg_2", body, Instant.now())).statusCode()).isEqualTo(401);
  }

  @Test
  void githubAndStripeAreTakenAndTheirRepeatsAreOneJob() throws Exception {
    byte[] body = bytes("good");
    String secret = "a secret of ours";
    endpoint(
        "{\"scheme\": \"github\", \"secrets\": [\"%s\"], \"pipeline\": \"lines\"}"
            .formatted(secret));
    String github = HexFormat.of().formatHex(hmac(bytes(secret), "", body));
    for (String delivery : List.of("d1", "d2")) {
      assertThat(
              post(body, "X-Hub-Signature-256", "sha256=" + github, "X-GitHub-Delivery", delivery)
                  .statusCode())
          .isEqualTo(202);
    }
    assertThat(jobs()).isEqualTo(1);
    call(
        "PUT",
        "/v1/endpoints/erp",
        "{\"scheme\": \"stripe\", \"secrets\": [\"%s\"], \"pipeline\": \"lines\"}"
            .formatted(secret));
    long now = Instant.now().getEpochSecond();
    byte[] event = bytes("good\nbad");
    String stripe = HexFormat.of().formatHex(hmac(bytes(secret), now + ".", event));
    String header = "t=%d,v1=%s".formatted(now, stripe);
    assertThat(post(event, "Stripe-Signature", header).statusCode()).isEqualTo(202);
    assertThat(post(body, "Stripe-Signature", header).statusCode()).isEqualTo(401);
    assertThat(jobs()).isEqualTo(2);
  }

  @Test
  void aHeaderMayHoldTheSecretItself() throws Exception {
    endpoint(
        "{\"scheme\": \"header\", \"header\": \"X-Token\", \"secrets\": [\"open sesame\"],"
            + " \"pipeline\": \"lines\"}");
    assertThat(post(bytes("good"), "X-Token", "open sesame").statusCode()).isEqualTo(202);
    assertThat(post(bytes("good"), "X-Token", "open sesam").statusCode()).isEqualTo(401);
    String[] keyed = {"X-Token", "open sesame", "Idempotency-Key", "k"};
    post(bytes("good"), keyed);
    assertThat(post(bytes("good"), keyed).headers().firstValue("Idempotency-Replayed"))
        .contains("true");
    assertThat(jobs()).isEqualTo(2);
  }

  @Test
  void secretsAreNotShownAndStayUntilOthersAreNamed() throws Exception {
    HttpResponse<String> made =
        call("POST", "/v1/endpoints/erp", "{\"scheme\": \"standard\", \"pipeline\": \"lines\"}");
    assertThat(json(made).path("secret").stringValue()).startsWith("whsec_");
    endpointAgain(STANDARD.formatted(SECRET));
    endpointAgain("{\"scheme\": \"standard\", \"pipeline\": \"lines\"}");
    assertThat(server.get("/v1/endpoints/erp").body() + server.get("/v1/endpoints").body())
        .doesNotContain("whsec_");
    byte[] body = bytes("good");
    assertThat(post(body, signed("msg_1", body, Instant.now())).statusCode()).isEqualTo(202);
  }

  private void endpointAgain(String body) throws Exception {
    assertThat(call("PUT", "/v1/endpoints/erp", body).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsDisabledOrRemovedTakesNothing() throws Exception {
    endpoint(STANDARD.formatted(SECRET).replace("}", ", \"enabled\": false}"));
    byte[] body = bytes("good");
    assertThat(post(body, signed("msg_1", body, Instant.now())).statusCode()).isEqualTo(404);
    assertThat(call("DELETE", "/v1/endpoints/erp", "").statusCode()).isEqualTo(204);
    assertThat(post(body, signed("msg_1", body, Instant.now())).statusCode()).isEqualTo(404);
    assertThat(call("DELETE", "/v1/endpoints/erp", "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|body.invalid",
        "{\"scheme\": \"md5\", \"pipeline\": \"lines\"}|endpoint.invalid",
        "{\"scheme\": \"github\", \"pipeline\": \"lines\"}|endpoint.invalid",
        "{\"scheme\": \"github\", \"secrets\": [\"short\"], \"pipeline\":"
            + " \"lines\"}|endpoint.invalid",
        "{\"scheme\": \"standard\", \"secrets\": [\"whsec_short\"], \"pipeline\": \"lines\"}"
            + "|endpoint.invalid",
        "{\"scheme\": \"header\", \"secrets\": [\"long enough\"], \"pipeline\": \"lines\"}"
            + "|endpoint.invalid",
        "{\"scheme\": \"standard\", \"pipeline\": \"linse\"}|pipeline.unknown",
        "{\"scheme\": \"standard\", \"pipeline\": \"lines\", \"inputs\": {\"mod\": \"x\"}}"
            + "|input.unknown",
        "{\"scheme\": \"standard\", \"pipeline\": \"lines\", \"inputs\": {\"mode\": []}}"
            + "|body.invalid"
      })
  void whatCannotBeUsedIsRefusedAtOnce(String body, String code) throws Exception {
    HttpResponse<String> refused = call("PUT", "/v1/endpoints/erp", body);
    assertThat(json(refused).path("code").stringValue()).as(refused.body()).isEqualTo(code);
    assertThat(server.get("/v1/endpoints/erp").statusCode()).isEqualTo(404);
  }

  @Test
  void anEndpointBelongsToATenantAndSoDoItsJobs() throws Exception {
    String acme = "Bearer " + server.key("acme", Scope.READ, Scope.OPERATE);
    String globex = "Bearer " + server.key("globex", Scope.READ, Scope.OPERATE);
    String body = STANDARD.formatted(SECRET);
    String path = "/v1/endpoints/erp";
    assertThat(call("PUT", path, body, "Authorization", acme).statusCode()).isEqualTo(201);
    for (String method : List.of("PUT", "POST")) {
      assertThat(call(method, path, body, "Authorization", globex).statusCode()).isEqualTo(409);
    }
    assertThat(server.get(path, "Authorization", globex).statusCode()).isEqualTo(404);
    assertThat(call("DELETE", path, "", "Authorization", globex).statusCode()).isEqualTo(404);
    byte[] payload = bytes("good");
    HttpResponse<String> taken = post(payload, signed("msg_1", payload, Instant.now()));
    assertThat(taken.statusCode()).isEqualTo(202);
    String job = taken.headers().firstValue("Location").orElseThrow();
    assertThat(server.get(job, "Authorization", acme).statusCode()).isEqualTo(200);
    assertThat(server.get(job, "Authorization", globex).statusCode()).isEqualTo(404);
  }

  @Test
  void noVariantOfASignatureIsTaken() throws Exception {
    endpoint(STANDARD.formatted(SECRET));
    var random = new Random(11);
    byte[] body = bytes("good");
    for (int i = 0; i < 200; i++) {
      String[] headers = signed("msg_" + i, body, Instant.now());
      byte[] sent = body.clone();
      int at = random.nextInt(4);
      if (at == 3) {
        sent[random.nextInt(sent.length)] ^= (byte) (1 << random.nextInt(7));
      } else {
        headers[2 * at + 1] = changed(headers[2 * at + 1], random);
      }
      assertThat(post(sent, headers).statusCode()).as(List.of(headers).toString()).isEqualTo(401);
    }
    nothingIsLeft();
  }

  private static String changed(String value, Random random) {
    var text = new StringBuilder(value);
    int at = random.nextInt(text.length() - 1);
    char other = (char) ('0' + random.nextInt(10));
    text.setCharAt(at, other == text.charAt(at) ? 'x' : other);
    return text.toString();
  }

  @Test
  void oneTenantsSlowBodiesLeaveRoomForTheOthers() throws Exception {
    server.close();
    server = TestServer.start(folder.resolve("b"), HttpSettings.onPort(0).uploads(1));
    String acme = server.key("acme", Scope.SUBMIT);
    String globex = server.key("globex", Scope.SUBMIT);
    String path = "/v1/pipelines/lines/jobs";
    try (RawHttp slow = new RawHttp(server.http.base())) {
      slow.say(
          "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"
              .formatted(path, acme));
      assertThat(slow.hear("\r\n\r\n")).contains("100 Continue");
      HttpResponse<String> busy = until(429, path, acme);
      assertThat(json(busy).path("code").stringValue()).isEqualTo("uploads.busy");
      assertThat(busy.headers().firstValue("Retry-After")).contains("1");
      assertThat(busy.headers().firstValue("RateLimit")).contains("\"uploads\";r=0");
      assertThat(server.post(path, "good", "Authorization", "Bearer " + globex).statusCode())
          .isEqualTo(202);
    }
    HttpResponse<String> taken = until(202, path, acme);
    assertThat(taken.headers().firstValue("RateLimit")).contains("\"uploads\";r=0");
    assertThat(taken.headers().firstValue("RateLimit-Policy").orElseThrow()).contains("q=1");
  }

  private HttpResponse<String> until(int status, String path, String key) throws Exception {
    for (long end = System.nanoTime() + 20_000_000_000L; System.nanoTime() < end; ) {
      HttpResponse<String> response = server.post(path, "good", "Authorization", "Bearer " + key);
      if (response.statusCode() == status) {
        return response;
      }
    }
    throw new AssertionError("never " + status);
  }
}
