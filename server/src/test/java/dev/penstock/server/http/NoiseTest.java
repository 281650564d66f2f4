package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Scope;
import dev.penstock.job.JobId;
import dev.penstock.server.openapi.Operation;
import dev.penstock.testkit.TestForm;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever comes in, at whichever place, the answer is never that we made a mistake. */
class NoiseTest {
  private static final List<String> HEADERS =
      List.of(
          "Idempotency-Key",
          "Repr-Digest",
          "Prefer",
          "If-None-Match",
          "Range",
          "If-Range",
          "Last-Event-ID",
          "Content-Encoding",
          "Content-Type",
          "Content-Disposition",
          "Upload-Offset",
          "Upload-Length",
          "Upload-Metadata",
          "Tus-Resumable",
          "Accept",
          "Authorization",
          "webhook-id",
          "webhook-timestamp",
          "webhook-signature",
          "Stripe-Signature",
          "X-Hub-Signature-256");

  private static final List<String> WORDS =
      List.of(
          "",
          "0",
          "-1",
          "1e9",
          "99999999999999999999",
          "null",
          "true",
          "..",
          "%00",
          "%2e%2e%2f",
          "lines",
          "geometry",
          "default",
          "standard",
          "\"",
          "{}",
          "[]",
          "é\u0000\ud83d\ude00",
          "2026-07-01T10:00:00Z",
          "-999999999-01-01T00:00:00Z",
          "+1000000000-12-31T23:59:59Z",
          "http://127.0.0.1:1/",
          "http://[::1",
          "PT1S",
          "* * * * *",
          "application/json",
          "bytes=0-",
          "gzip",
          "1.0.0",
          "x".repeat(300));

  private static final List<String> NAMES =
      List.of(
          "inputs",
          "payload",
          "value",
          "href",
          "encoding",
          "subscriber",
          "scheme",
          "secrets",
          "pipeline",
          "url",
          "events",
          "pipelines",
          "format",
          "enabled",
          "cron",
          "zone",
          "misfire",
          "from",
          "until",
          "state",
          "chunks",
          "concurrency",
          "permits",
          "period",
          "burst",
          "scopes",
          "tenant",
          "name",
          "expires",
          "header");

  @TempDir Path folder;
  private TestServer server;
  private Random random = new Random(1);

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(folder);
  }

  @AfterEach
  void stop() throws IOException {
    server.lines.release.countDown();
    server.close();
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @Test
  void randomRequestsAtEveryEndpointNeverMeetAMistakeOfOurs() throws Exception {
    long seed = System.nanoTime();
    random = new Random(seed);
    String key = server.key("acme", Scope.ADMIN, Scope.SUBMIT, Scope.READ, Scope.OPERATE);
    int rounds = TestForm.choose(6, 300);
    for (int round = 0; round < rounds; round++) {
      for (Operation operation : Operation.all()) {
        byte[] request = request(operation, key);
        int status = status(request);
        assertThat(status)
            .as("seed %d: %s", seed, new String(request, StandardCharsets.ISO_8859_1))
            .isNotEqualTo(500)
            .isBetween(200, 599);
      }
    }
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  private int status(byte[] request) throws IOException {
    try (var raw = new RawHttp(server.http.base(), 10_000)) {
      return raw.say(request).status();
    }
  }

  private byte[] request(Operation operation, String key) {
    byte[] body = body();
    var head = new StringBuilder();
    head.append(operation.method()).append(' ').append(path(operation)).append(" HTTP/1.1\r\n");
    head.append("Host: localhost\r\nConnection: close\r\n");
    if (random.nextInt(20) > 0) {
      head.append("Authorization: Bearer ").append(key).append("\r\n");
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      String value = any(WORDS).replaceAll("[^ -~]", "?");
      head.append(any(HEADERS)).append(": ").append(value).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }

  private String path(Operation operation) {
    Matcher variable = Pattern.compile("\\{[a-z]+\\}").matcher(operation.path());
    String path = variable.replaceAll(found -> Matcher.quoteReplacement(segment()));
    if (operation.query().isEmpty() || random.nextInt(3) == 0) {
      return path;
    }
    var query = new StringBuilder();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String name = any(operation.query()).split(":", 2)[0];
      query
          .append(query.isEmpty() ? '?' : '&')
          .append(name)
          .append('=')
          .append(encoded(any(WORDS)));
    }
    return path + query;
  }

  private String segment() {
    String word = random.nextBoolean() ? JobId.next(InstantSource.system()).value() : any(WORDS);
    String safe = encoded(word);
    return safe.isEmpty() || safe.equals("..") ? "x" : safe;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private byte[] body() {
    return switch (random.nextInt(4)) {
      case 0 -> new byte[0];
      case 1 -> {
        byte[] noise = new byte[random.nextInt(2_000)];
        random.nextBytes(noise);
        yield noise;
      }
      case 2 -> {
        byte[] text = json(0).getBytes(StandardCharsets.UTF_8);
        if (text.length > 0) {
          text[random.nextInt(text.length)] = (byte) random.nextInt();
        }
        yield text;
      }
      default -> json(0).getBytes(StandardCharsets.UTF_8);
    };
  }

  private String json(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(depth > 4 ? 3 : 6);
    return switch (kind) {
      case 0, 5 -> {
        var members = new StringBuilder("{");
        for (int i = random.nextInt(6); i > 0; i--) {
          members
              .append(members.length() == 1 ? "" : ",")
              .append('"')
              .append(any(NAMES))
              .append("\":")
              .append(json(depth + 1));
        }
        yield members.append('}').toString();
      }
      case 1 ->
          any(List.of("1", "-0.0", "1e400", "true", "null", "123456789012345678901234567890"));
      case 2, 3 -> '"' + any(WORDS).replaceAll("[\"\\\\\\p{Cntrl}]", "_") + '"';
      default -> "[" + json(depth + 1) + "," + json(depth + 1) + "]";
    };
  }
}
