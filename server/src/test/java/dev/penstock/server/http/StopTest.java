package dev.penstock.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.client.SubmitRequest;
import dev.penstock.server.config.HttpSettings;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopTest {
  private static final String HALF_SENT =
      String.join(
          "\r\n",
          "POST /v1/pipelines/lines/jobs HTTP/1.1",
          "Host: localhost",
          "Expect: 100-continue",
          "Content-Length: 100000",
          "",
          "");

  private static final String LIVE =
      "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  @TempDir Path folder;

  @Test
  void aRunningUploadIsFinishedWhileNewConnectionsAreRefused() throws Exception {
    try (var server = TestServer.start(folder);
        var upload = new RawHttp(server.http.base())) {
      upload.say(HALF_SENT);
      assertThat(upload.hear("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
      upload.say("x".repeat(50_000));
      CompletableFuture<Boolean> stopped =
          CompletableFuture.supplyAsync(() -> server.http.stop(TestServer.PATIENCE));
      while (accepts(server)) {
        Thread.onSpinWait();
      }
      assertThat(stopped).isNotDone();
      upload.say("x".repeat(50_000));
      assertThat(upload.status()).isEqualTo(202);
      assertThat(stopped.get()).isTrue();
    }
  }

  @Test
  void waitingReadersAndStreamsAreSentHomeAtOnce() throws Exception {
    try (var server = TestServer.start(folder)) {
      String id = server.client.submit(SubmitRequest.bytes("lines", "hold".getBytes(UTF_8))).id();
      CompletableFuture<HttpResponse<String>> waiting =
          server.raw.sendAsync(
              HttpRequest.newBuilder(server.at("/v1/jobs/" + id))
                  .header("Prefer", "wait=60")
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      try (var socket = new RawHttp(server.http.base())) {
        socket.say(
            "GET /v1/jobs/"
                + id
                + "/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
        socket.hear("accepted");
        while (server.http.waiting() < 2) {
          Thread.onSpinWait();
        }
        assertThat(server.http.stop(TestServer.PATIENCE)).isTrue();
        assertThat(socket.hear("")).endsWith("0\r\n\r\n");
      }
      assertThat(waiting.get().statusCode()).isEqualTo(200);
      assertThat(waiting.get().body()).contains(id);
    }
  }

  @Test
  void whatDoesNotFinishIsCutOffAfterTheGrace() throws Exception {
    try (var server = TestServer.start(folder);
        var upload = new RawHttp(server.http.base())) {
      upload.say(HALF_SENT);
      upload.hear("\r\n\r\n");
      upload.say("x".repeat(80_000));
      assertThat(server.http.stop(Duration.ofMillis(50))).isFalse();
      while (server.unpublished() > 0) {
        Thread.onSpinWait();
      }
      assertThat(server.blobOwners()).isEmpty();
    }
  }

  @Test
  void aSilentUploadIsToldThatItIsTooSlow() throws Exception {
    HttpSettings impatient = HttpSettings.onPort(0).idleTimeout(Duration.ofMillis(200));
    try (var server = TestServer.start(folder, impatient);
        var upload = new RawHttp(server.http.base())) {
      upload.say(
          "POST /v1/pipelines/lines/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc");
      assertThat(upload.hear("request.timeout")).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void waitingLongerThanTheIdleTimeoutIsFine() throws Exception {
    HttpSettings impatient = HttpSettings.onPort(0).idleTimeout(Duration.ofMillis(200));
    try (var server = TestServer.start(folder, impatient)) {
      HttpResponse<String> waited =
          server.post("/v1/pipelines/lines/jobs", "hold", "Prefer", "wait=1");
      assertThat(waited.statusCode()).isEqualTo(202);
      assertThat(waited.body()).contains("\"status\":\"running\"");
    }
  }

  @Test
  void aTakenPortIsSaid() throws Exception {
    try (var server = TestServer.start(folder)) {
      HttpSettings same = HttpSettings.onPort(server.http.base().getPort());
      assertThatThrownBy(() -> TestServer.start(folder.resolve("other"), same))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(Integer.toString(server.http.base().getPort()));
    }
  }

  /**
   * A connection that came just before the door was shut is never answered: no reason to wait long.
   */
  private static boolean accepts(TestServer server) {
    try (var socket = new RawHttp(server.http.base(), 200)) {
      return socket.say(LIVE).status() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
