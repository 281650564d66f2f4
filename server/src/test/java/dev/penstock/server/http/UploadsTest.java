package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Scope;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UploadsTest {
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

  private HttpResponse<String> tus(String method, String path, byte[] body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.at(path)).method(method, BodyPublishers.ofByteArray(body));
    request.header("Tus-Resumable", "1.0.0");
    if (method.equals("PATCH")) {
      request.header("Content-Type", "application/offset+octet-stream");
    }
    HttpResponse<String> response = server.send(request, headers);
    assertThat(response.headers().firstValue("Tus-Resumable")).contains("1.0.0");
    return response;
  }

  private String create(long length, String query, String... headers) throws Exception {
    String[] all =
        Stream.concat(Stream.of("Upload-Length", Long.toString(length)), Stream.of(headers))
            .toArray(String[]::new);
    HttpResponse<String> made = tus("POST", "/v1/uploads?" + query, new byte[0], all);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("Upload-Expires")).isPresent();
    return made.headers().firstValue("Location").orElseThrow();
  }

  private HttpResponse<String> patch(String upload, long offset, byte[] body) throws Exception {
    return tus("PATCH", upload, body, "Upload-Offset", Long.toString(offset));
  }

  private String offset(String upload) throws Exception {
    HttpResponse<String> head = tus("HEAD", upload, new byte[0]);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Cache-Control")).contains("no-store");
    return head.headers().firstValue("Upload-Offset").orElseThrow();
  }

  private JsonNode job(HttpResponse<String> last) throws Exception {
    String job = last.headers().firstValue("Penstock-Job").orElseThrow();
    return JsonMapper.shared().readTree(server.get(job, "Prefer", "wait=20").body());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsSpokenIsSaid() throws Exception {
    HttpResponse<String> options =
        server.send(
            HttpRequest.newBuilder(server.at("/v1/uploads"))
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Tus-Version")).contains("1.0.0");
    assertThat(options.headers().firstValue("Tus-Extension"))
        .contains("creation,expiration,termination");
    assertThat(options.headers().firstValue("Tus-Max-Size")).isPresent();
  }

  @Test
  void aPayloadInPartsBecomesTheJobOfTheSameId() throws Exception {
    String name = Base64.getEncoder().encodeToString(bytes("données.txt"));
    String upload =
        create(11, "pipeline=lines&mode=drop", "Upload-Metadata", "filename " + name + ",a b");
    assertThat(offset(upload)).isEqualTo("0");
    HttpResponse<String> first = patch(upload, 0, bytes("good\n"));
    assertThat(first.statusCode()).isEqualTo(204);
    assertThat(first.headers().firstValue("Upload-Offset")).contains("5");
    assertThat(offset(upload)).isEqualTo("5");
    HttpResponse<String> last = patch(upload, 5, bytes("good\nb"));
    assertThat(last.statusCode()).isEqualTo(204);
    JsonNode job = job(last);
    assertThat(job.path("id").stringValue()).isEqualTo(upload.substring("/v1/uploads/".length()));
    assertThat(job.path("name").stringValue()).isEqualTo("données.txt");
    assertThat(job.path("inputs").path("mode").stringValue()).isEqualTo("drop");
    assertThat(job.path("payload").path("bytes").intValue()).isEqualTo(11);
    assertThat(offset(upload)).isEqualTo("11");
    assertThat(patch(upload, 11, new byte[0]).statusCode()).isEqualTo(204);
  }

  @Test
  void aLargePayloadOfRandomPartsArrivesAsItWas() throws Exception {
    byte[] payload = new byte[300_000];
    var random = new Random(11);
    random.nextBytes(payload);
    String upload = create(payload.length, "pipeline=lines");
    HttpResponse<String> last = null;
    for (int at = 0; at < payload.length; ) {
      int size = Math.min(1 + random.nextInt(60_000), payload.length - at);
      last = patch(upload, at, Arrays.copyOfRange(payload, at, at + size));
      at += size;
    }
    JsonNode job = job(Objects.requireNonNull(last));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(payload);
    assertThat(job.path("payload").path("digest").stringValue())
        .isEqualTo("sha-256:" + HexFormat.of().formatHex(digest));
    try (Stream<Path> left = Files.list(server.uploads())) {
      assertThat(left).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  @Test
  void whatCameBeforeTheConnectionBrokeIsThere() throws Exception {
    String upload = create(10_000, "pipeline=lines");
    try (var raw = new RawHttp(server.http.base())) {
      raw.say(
          "PATCH %s HTTP/1.1\r\nHost: 127.0.0.1\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                  .formatted(upload)
              + "Content-Type: application/offset+octet-stream\r\nContent-Length: 10000\r\n\r\n");
      raw.say("x".repeat(4_000));
      for (long end = System.nanoTime() + 20_000_000_000L; System.nanoTime() < end; ) {
        if (offset(upload).equals("4000")) {
          break;
        }
      }
      // While the first request has not ended, a second one does not write.
      assertThat(patch(upload, 4_000, bytes("y")).statusCode()).isEqualTo(423);
    }
    HttpResponse<String> last = null;
    for (long end = System.nanoTime() + 20_000_000_000L; System.nanoTime() < end; ) {
      last = patch(upload, 4_000, bytes("x".repeat(6_000)));
      if (last.statusCode() != 423) {
        break;
      }
    }
    assertThat(Objects.requireNonNull(last).statusCode()).isEqualTo(204);
    assertThat(job(last).path("status").stringValue()).isEqualTo("successful");
  }

  @Test
  void anotherOffsetIsRefusedAndChangesNothing() throws Exception {
    String upload = create(10, "pipeline=lines");
    patch(upload, 0, bytes("abc"));
    for (long wrong : new long[] {0, 2, 4, 10}) {
      HttpResponse<String> refused = patch(upload, wrong, bytes("zzz"));
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.headers().firstValue("Upload-Offset")).contains("3");
    }
    assertThat(patch(upload, 3, bytes("too many bytes")).statusCode()).isEqualTo(400);
    assertThat(offset(upload)).isEqualTo("3");
  }

  @Test
  void whatWouldBeRefusedIsRefusedAtTheBeginning() throws Exception {
    assertThat(status("pipeline=lines", "0")).isEqualTo(400);
    assertThat(status("pipeline=lines", "x")).isEqualTo(400);
    assertThat(status("pipeline=lines", Long.toString(1L << 50))).isEqualTo(413);
    assertThat(status("pipeline=none", "5")).isEqualTo(404);
    assertThat(status("", "5")).isEqualTo(400);
    assertThat(status("pipeline=lines&mode=x", "5")).isEqualTo(400);
    assertThat(status("pipeline=lines&successUri=http://10.0.0.1/", "5")).isEqualTo(400);
    HttpResponse<String> versionless = server.post("/v1/uploads?pipeline=lines", "");
    assertThat(versionless.statusCode()).isEqualTo(412);
    assertThat(versionless.headers().firstValue("Tus-Version")).contains("1.0.0");
  }

  private int status(String query, String length) throws Exception {
    return tus("POST", "/v1/uploads?" + query, new byte[0], "Upload-Length", length).statusCode();
  }

  @Test
  void aPayloadThatNoJobCanBeMadeOfIsRefusedWithItsLastByte() throws Exception {
    String upload = create(3, "pipeline=geometry");
    assertThat(patch(upload, 0, bytes("abc")).statusCode()).isEqualTo(400);
    assertThat(tus("HEAD", upload, new byte[0]).statusCode()).isEqualTo(404);
  }

  @Test
  void anUploadThatIsGivenUpIsGone() throws Exception {
    String upload = create(3, "pipeline=lines");
    assertThat(tus("DELETE", upload, new byte[0]).statusCode()).isEqualTo(204);
    assertThat(tus("HEAD", upload, new byte[0]).statusCode()).isEqualTo(404);
  }

  @Test
  void anUploadIsATenantsOwn() throws Exception {
    String ours = "Bearer " + server.key("acme", Scope.SUBMIT);
    String theirs = "Bearer " + server.key("other", Scope.SUBMIT);
    String upload = create(3, "pipeline=lines", "Authorization", ours);
    assertThat(tus("HEAD", upload, new byte[0], "Authorization", theirs).statusCode())
        .isEqualTo(404);
    assertThat(tus("HEAD", upload, new byte[0], "Authorization", ours).statusCode()).isEqualTo(200);
    assertThat(tus("DELETE", upload, new byte[0], "Authorization", theirs).statusCode())
        .isEqualTo(404);
  }
}
