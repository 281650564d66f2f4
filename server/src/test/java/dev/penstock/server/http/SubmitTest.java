package dev.penstock.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.client.JobView;
import dev.penstock.client.PenstockException;
import dev.penstock.client.SubmitRequest;
import dev.penstock.client.Ticket;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineLimits.Load;
import dev.penstock.engine.JobQuery;
import dev.penstock.job.Job;
import dev.penstock.server.config.HttpSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitTest {
  private static final String LINES = "/v1/pipelines/lines/jobs";
  private static final String JSON = "/v1/pipelines/geometry/jobs";

  @TempDir Path folder;

  @Test
  void aPayloadIsAnswered202WithItsJob() throws Exception {
    try (var server = TestServer.start(folder)) {
      HttpResponse<String> answer = server.post(LINES + "?name=my%20lines&mode=drop", "a\nfix");
      assertThat(answer.statusCode()).isEqualTo(202);
      String location = answer.headers().firstValue("Location").orElseThrow();
      String id = location.substring("/v1/jobs/".length());
      assertThat(answer.body())
          .contains("\"id\":\"" + id, "\"status\":\"accepted\"", "\"self\":\"" + location);
      JobView job = server.client.ended(id, TestServer.PATIENCE).orElseThrow();
      assertThat(job.status()).isEqualTo("successful");
      assertThat(job.counts()).isEqualTo(new JobView.Counts(2, 1, 1, 0, 0, 0, 0));
      assertThat(job.identity().name()).isEqualTo("my lines");
      assertThat(job.identity().inputs()).containsEntry("mode", "drop");
      assertThat(job.report().summary())
          .startsWith("Kept 2 of 2 lines (1 repaired), 0 rejected, in");
    }
  }

  @Test
  void aSmallBodyStaysOutOfTheBlobStoreHoweverItIsSent() throws Exception {
    try (var server = TestServer.start(folder)) {
      server.blobs.room.set(0);
      String id = server.client.submit(SubmitRequest.bytes("lines", new byte[64 * 1024])).id();
      assertThat(bytesOf(server, id)).hasSize(64 * 1024);
      HttpRequest.Builder chunked =
          HttpRequest.newBuilder(server.at(LINES))
              .POST(BodyPublishers.ofInputStream(() -> InputStream.nullInputStream()));
      assertThat(server.send(chunked).body()).contains("payload.empty");
    }
  }

  @Test
  void aLargeBodyComesOutAsItWentIn() throws Exception {
    byte[] body = new byte[3_000_001];
    new Random(7).nextBytes(body);
    try (var server = TestServer.start(folder)) {
      Ticket ticket = server.client.submit(SubmitRequest.bytes("lines", body));
      assertThat(bytesOf(server, ticket.id())).isEqualTo(body);
      Job job = job(server, ticket.id());
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
      assertThat(job.order().payload())
          .isInstanceOfSatisfying(
              dev.penstock.blob.Payload.Stored.class,
              stored -> assertThat(stored.blob().digest()).isEqualTo("sha-256:" + digest));
    }
  }

  @Test
  void bothSidesOfTheInlineLimitComeOutAsTheyWentIn() throws Exception {
    try (var server = TestServer.start(folder)) {
      for (int length : new int[] {1, 511, 512, 8192, 8193, 65535, 65536, 65537, 70000}) {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        String id = server.client.submit(SubmitRequest.bytes("lines", body)).id();
        assertThat(bytesOf(server, id)).as("%d bytes", length).isEqualTo(body);
        assertThat(job(server, id).order().payload())
            .isInstanceOf(
                length <= 65536
                    ? dev.penstock.blob.Payload.Inline.class
                    : dev.penstock.blob.Payload.Stored.class);
      }
    }
  }

  @Test
  void anUnknownPipelineIsNamedWithItsNearest() throws Exception {
    try (var server = TestServer.start(folder)) {
      refused(server.post("/v1/pipelines/geometri/jobs", "x"), 404, "pipeline.unknown", "geometry");
    }
  }

  @Test
  void everyBadInputIsNamedAtOnce() throws Exception {
    try (var server = TestServer.start(folder)) {
      HttpResponse<String> one = server.post(LINES + "?mod=keep", "x");
      refused(one, 400, "input.unknown", "Did you mean mode?");
      HttpResponse<String> more = server.post(LINES + "?mod=keep&copies=99&mode=a&mode=b", "x");
      refused(more, 400, "input.invalid", "input.unknown", "input.repeated", "copies=99");
      assertNothingKept(server);
    }
  }

  @Test
  void anEmptyBodyIsRefused() throws Exception {
    try (var server = TestServer.start(folder)) {
      refused(server.post(LINES, ""), 400, "payload.empty");
      assertNothingKept(server);
    }
  }

  @Test
  void whatIsPlainlyNotGeoJsonIsRefusedAtOnceAndGzipPasses() throws Exception {
    try (var server = TestServer.start(folder)) {
      refused(server.post(JSON, "not JSON"), 400, "payload.not_json", "'n'");
      refused(server.post(JSON, "<xml/>".repeat(50_000)), 400, "payload.not_json", "'<'");
      refused(server.post(JSON, "7\u0001\u0002"), 400, "payload.not_json", "'7'");
      refused(server.post(JSON, "[{}]"), 400, "payload.not_geojson", "an array");
      refused(server.post(JSON, "\ufeff \"x\""), 400, "payload.not_geojson", "a string");
      refused(server.post(JSON, "-7.5e3\n"), 400, "payload.not_geojson", "a number");
      refused(server.post(JSON, "null"), 400, "payload.not_geojson", "null");
      refused(server.post(JSON, "1,2,3\n"), 400, "payload.not_json", "'1'");
      assertThat(server.post(JSON, "\ufeff\u001e{\"type\"").statusCode()).isEqualTo(202);
      assertThat(server.post(JSON, " \n{\"type\"").statusCode()).isEqualTo(202);
      byte[] gzip = {0x1f, (byte) 0x8b, 8, 0};
      HttpRequest.Builder zipped =
          HttpRequest.newBuilder(server.at(JSON)).POST(BodyPublishers.ofByteArray(gzip));
      assertThat(server.send(zipped.copy(), "Content-Encoding", "gzip").statusCode())
          .isEqualTo(202);
      assertThat(server.send(zipped.copy(), "Content-Encoding", "x-gzip").statusCode())
          .isEqualTo(202);
    }
  }

  @Test
  void formsAndUnknownCodingsAreRefused() throws Exception {
    try (var server = TestServer.start(folder)) {
      refused(
          server.post(LINES, "a=b", "Content-Type", "application/x-www-form-urlencoded"),
          415,
          "payload.media_type");
      refused(server.post(LINES, "x", "Content-Encoding", "br"), 415, "payload.encoding", "gzip");
    }
  }

  @Test
  void aDeclaredLengthOverTheLimitIsRefusedBeforeTheClientMaySend() throws Exception {
    try (var server = TestServer.start(folder, HttpSettings.onPort(0).maxBody(1000));
        var socket = new RawHttp(server.http.base())) {
      socket.say(
          "POST "
              + LINES
              + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
              + "Content-Length: 1001\r\n\r\n");
      assertThat(socket.hear("payload.too_large")).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void aGoodRequestIsToldToContinue() throws Exception {
    try (var server = TestServer.start(folder);
        var socket = new RawHttp(server.http.base())) {
      socket.say(
          "POST "
              + LINES
              + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
              + "Content-Length: 5\r\n\r\n");
      assertThat(socket.hear("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
      assertThat(socket.say("hello").hear("links")).startsWith("HTTP/1.1 202 ");
    }
  }

  @Test
  void aChunkedBodyOverTheLimitIsCutOffAsSoonAsItIsKnown() throws Exception {
    try (var server = TestServer.start(folder, HttpSettings.onPort(0).maxBody(200_000));
        var socket = new RawHttp(server.http.base())) {
      socket.say(
          "POST " + LINES + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 25; i++) {
        socket.say("2000\r\n" + "x".repeat(8192) + "\r\n");
      }
      String heard = socket.hear("payload.too_large");
      assertThat(heard).startsWith("HTTP/1.1 413 ").containsIgnoringCase("Connection: close");
      assertNothingKept(server);
    }
  }

  @Test
  void aClientThatSendsFarTooMuchStillHearsWhy() throws Exception {
    byte[] part = new byte[1 << 20];
    try (var server = TestServer.start(folder, HttpSettings.onPort(0).maxBody(100_000));
        var socket = new RawHttp(server.http.base())) {
      socket.say(
          "POST "
              + LINES
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
              + (20L << 20)
              + "\r\n\r\n");
      for (int i = 0; i < 20; i++) {
        socket.say(part);
      }
      assertThat(socket.hear("payload.too_large")).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void aClientGoneInMidBodyLeavesNothing() throws Exception {
    try (var server = TestServer.start(folder)) {
      for (String head :
          List.of(
              "Content-Length: 10000000", "Transfer-Encoding: chunked", "Content-Length: 9000")) {
        try (var socket = new RawHttp(server.http.base())) {
          socket.say("POST " + LINES + " HTTP/1.1\r\nHost: localhost\r\n" + head + "\r\n\r\n");
          boolean chunked = head.startsWith("T");
          socket.say((chunked ? "8000\r\n" : "") + "x".repeat(head.endsWith("9000") ? 100 : 32768));
          socket.say(chunked ? "\r\n9000\r\n" + "y".repeat(100) : "");
        }
      }
      // A request that is answered after them shows that the server has gone on.
      String id = server.client.submit(SubmitRequest.bytes("lines", new byte[] {'x'})).id();
      server.client.ended(id, TestServer.PATIENCE);
      while (server.unpublished() > 0) {
        Thread.onSpinWait();
      }
      assertThat(server.engine.log().jobs(JobQuery.newest("default", 10))).hasSize(1);
      assertThat(server.blobOwners()).containsExactly(id);
    }
  }

  @Test
  void aFullDiskIsAnswered507AndTheServerLives() throws Exception {
    try (var server = TestServer.start(folder)) {
      server.blobs.told.set(1000);
      refused(server.post(LINES, "x".repeat(100_000)), 507, "store.full");
      server.blobs.told.set(Long.MAX_VALUE);
      server.blobs.room.set(200_000);
      refused(server.post(LINES, "x".repeat(400_000)), 507, "store.full");
      assertNothingKept(server);
      server.blobs.room.set(Long.MAX_VALUE);
      assertThat(server.post(LINES, "x".repeat(400_000)).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void theReserveIsKeptFromSmallBodiesToo() throws Exception {
    var hungry = TestServer.Setup.USUAL.reserve(Long.MAX_VALUE);
    try (var server = TestServer.start(folder, hungry)) {
      refused(server.post(LINES, "small"), 507, "store.full");
      assertNothingKept(server);
    }
  }

  @Test
  void aClientThatStreamsTooMuchHearsWhyThroughExpectContinue() throws Exception {
    try (var server = TestServer.start(folder, HttpSettings.onPort(0).maxBody(100_000))) {
      var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[8 << 20]));
      var request = new SubmitRequest("lines", body, "", Map.of(), Optional.empty());
      assertThatThrownBy(() -> server.client.submit(request))
          .isInstanceOfSatisfying(
              PenstockException.class,
              refused -> {
                assertThat(refused.status()).isEqualTo(413);
                assertThat(refused.code()).isEqualTo("payload.too_large");
              });
      assertNothingKept(server);
    }
  }

  @Test
  void aBodyThatIsNotGzipButSaidToBeIsRefused() throws Exception {
    try (var server = TestServer.start(folder)) {
      for (String body : List.of("x", "{}", "[" + "1,".repeat(50_000))) {
        refused(server.post(JSON, body, "Content-Encoding", "gzip"), 400, "payload.not_gzip");
      }
      assertNothingKept(server);
    }
  }

  @Test
  void aDigestMayComeInSeveralLines() throws Exception {
    try (var server = TestServer.start(folder)) {
      byte[] sha = MessageDigest.getInstance("SHA-256").digest("a".getBytes(UTF_8));
      String right = "sha-256=:" + Base64.getEncoder().encodeToString(sha) + ":";
      String[] lines = {"Repr-Digest", "md5=:abcd:", "Repr-Digest", right};
      assertThat(server.post(LINES, "a", lines).statusCode()).isEqualTo(202);
      refused(server.post(LINES, "b", lines), 400, "digest.mismatch");
    }
  }

  @Test
  void theDigestIsChecked() throws Exception {
    try (var server = TestServer.start(folder)) {
      for (String body : List.of("small", "x".repeat(100_000))) {
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
        String right = "sha-256=:" + Base64.getEncoder().encodeToString(sha) + ":";
        sha[0]++;
        String wrong = "sha-256=:" + Base64.getEncoder().encodeToString(sha) + ":";
        refused(server.post(LINES, body, "Repr-Digest", wrong), 400, "digest.mismatch");
        assertNothingKept(server);
        HttpResponse<String> good = server.post(LINES, body, "Repr-Digest", "x=:a:, " + right);
        assertThat(good.statusCode()).isEqualTo(202);
        String id = good.headers().firstValue("Location").orElseThrow().substring(9);
        server.client.ended(id, TestServer.PATIENCE);
        server.client.delete(id);
      }
      refused(server.post(LINES, "x", "Repr-Digest", "md5=:abc:"), 400, "digest.invalid");
    }
  }

  @Test
  void theSameRequestWithTheSameKeyIsOneJob() throws Exception {
    try (var server = TestServer.start(folder)) {
      for (String body : List.of("one", "x".repeat(100_000))) {
        SubmitRequest request = SubmitRequest.bytes("lines", body.getBytes(UTF_8));
        Ticket first = server.client.submit(request.key("k" + body.length()));
        Ticket again = server.client.submit(request.key("\"k" + body.length() + "\""));
        assertThat(first.replayed()).isFalse();
        assertThat(again.replayed()).isTrue();
        assertThat(again.id()).isEqualTo(first.id());
        server.client.ended(first.id(), TestServer.PATIENCE);
        assertThat(server.blobOwners()).allMatch(owner -> job(server, owner) != null);
      }
    }
  }

  @Test
  void theSameKeyForAnotherRequestIsAConflict() throws Exception {
    try (var server = TestServer.start(folder)) {
      assertThat(server.post(LINES, "one", "Idempotency-Key", "k").statusCode()).isEqualTo(202);
      refused(server.post(LINES, "two", "Idempotency-Key", "k"), 422, "idempotency.conflict");
      refused(
          server.post(LINES + "?mode=drop", "one", "Idempotency-Key", "k"),
          422,
          "idempotency.conflict");
      refused(
          server.post(LINES, "y".repeat(99_000), "Idempotency-Key", "k"),
          422,
          "idempotency.conflict");
      refused(server.post(LINES, "x", "Idempotency-Key", "a b"), 400, "idempotency.key_invalid");
      HttpResponse<String> reserved =
          server.post(LINES, "x", "Idempotency-Key", "schedule/nightly/2026-03-29T01:30:00Z");
      refused(reserved, 400, "idempotency.key_invalid");
      assertThat(reserved.body()).contains("'schedule/' are those of schedules; choose another");
      refused(
          server.post(LINES, "x", "Idempotency-Key", "\"schedule/x\""),
          400,
          "idempotency.key_invalid");
      refused(
          server.post(LINES, "x", "Idempotency-Key", "k".repeat(256)),
          400,
          "idempotency.key_invalid");
    }
  }

  @Test
  void aLimitOnOpenJobsIsAnswered503WithATime() throws Exception {
    try (var server = TestServer.startLimited(folder, new EngineLimits(1, 100))) {
      assertThat(server.post(LINES, "hold").statusCode()).isEqualTo(202);
      HttpResponse<String> busy = server.post(LINES, "x".repeat(100_000));
      refused(busy, 503, "engine.busy");
      assertThat(busy.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(server.blobOwners()).allMatch(owner -> job(server, owner) != null);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chunks, 9, 1, 1000000",
    "bytes, 9, 9, 2000",
  })
  void limitsOnOpenChunksAndBytesAreAnswered503WithATime(
      String limit, long jobs, long chunks, long bytes) throws Exception {
    var all = new Load(jobs, chunks, bytes);
    try (var server = TestServer.startLimited(folder, new EngineLimits(all, Load.UNLIMITED, 100))) {
      assertThat(server.post(LINES, "hold").statusCode()).isEqualTo(202);
      HttpResponse<String> busy = server.post(LINES, "x".repeat(100_000));
      refused(busy, 503, "engine.busy");
      assertThat(busy.body()).contains("limits.open-" + limit);
      assertThat(busy.headers().firstValue("Retry-After")).hasValue("1");
    }
  }

  @Test
  void aLimitOnATenantsOpenWorkIsAnswered429WithATime() throws Exception {
    var one = new Load(1, 9, Long.MAX_VALUE);
    try (var server = TestServer.startLimited(folder, new EngineLimits(Load.UNLIMITED, one, 100))) {
      assertThat(server.post(LINES, "hold").statusCode()).isEqualTo(202);
      HttpResponse<String> busy = server.post(LINES, "a");
      refused(busy, 429, "tenant.busy");
      assertThat(busy.body()).contains("limits.tenant.open-jobs");
      assertThat(busy.headers().firstValue("Retry-After")).hasValue("1");
    }
  }

  @Test
  void whileALimitIsReachedABodyIsRefusedBeforeTheClientMaySendIt() throws Exception {
    var one = new Load(1, 9, Long.MAX_VALUE);
    try (var server = TestServer.startLimited(folder, new EngineLimits(Load.UNLIMITED, one, 100));
        var early = new RawHttp(server.http.base());
        var keyed = new RawHttp(server.http.base())) {
      assertThat(server.post(LINES, "hold", "Idempotency-Key", "k").statusCode()).isEqualTo(202);
      refused(server.post(LINES, "a"), 429, "tenant.busy");
      String head =
          "POST "
              + LINES
              + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n";
      early.say(head + "\r\n");
      assertThat(early.hear("tenant.busy")).startsWith("HTTP/1.1 429 ").contains("Retry-After: 1");
      keyed.say(head + "Idempotency-Key: k\r\n\r\n");
      assertThat(keyed.hear("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
      assertThat(keyed.say("hold").hear("links")).startsWith("HTTP/1.1 202 ");
    }
  }

  @Test
  void whoPrefersToWaitGetsTheEndedJob() throws Exception {
    try (var server = TestServer.start(folder)) {
      HttpResponse<String> waited = server.post(LINES, "a", "Prefer", "respond-async, wait=20");
      assertThat(waited.statusCode()).isEqualTo(200);
      assertThat(waited.body()).contains("\"status\":\"successful\"");
      assertThat(waited.headers().firstValue("Preference-Applied"))
          .hasValue("respond-async, wait=20");
      HttpResponse<String> gaveUp = server.post(LINES, "hold", "Prefer", "wait=0");
      assertThat(gaveUp.statusCode()).isEqualTo(202);
    }
  }

  @Test
  void slowUploadsDoNotHoldUpOthers() throws Exception {
    int many = 300;
    var slow = new java.util.ArrayList<RawHttp>();
    try (var server = TestServer.start(folder)) {
      for (int i = 0; i < many; i++) {
        slow.add(
            new RawHttp(server.http.base())
                .say(
                    "POST "
                        + LINES
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
                        + "x".repeat(59_003)));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      }
      for (RawHttp upload : slow) {
        assertThat(upload.say("x".repeat(997)).status()).isEqualTo(202);
      }
    } finally {
      for (RawHttp upload : slow) {
        upload.close();
      }
    }
  }

  private static Job job(TestServer server, String id) {
    return server.engine.log().job(new dev.penstock.job.JobId(id)).orElseThrow();
  }

  private static byte[] bytesOf(TestServer server, String id) throws IOException {
    return switch (job(server, id).order().payload()) {
      case dev.penstock.blob.Payload.Inline inline -> inline.bytes();
      case dev.penstock.blob.Payload.Stored stored -> {
        try (InputStream in = server.blobs.open(stored.blob())) {
          yield in.readAllBytes();
        }
      }
    };
  }

  private static void refused(HttpResponse<String> answer, int status, String... words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .contains("\"type\":\"https://penstock.dev/problems/" + words[0])
        .contains("\"status\":" + status)
        .contains(words);
  }

  private static void assertNothingKept(TestServer server) throws IOException {
    assertThat(server.engine.log().jobs(JobQuery.newest("default", 10))).isEmpty();
    assertThat(server.blobOwners()).isEmpty();
    assertThat(server.unpublished()).isZero();
  }
}
