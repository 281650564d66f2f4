package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.server.config.HttpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that stall cost nobody else anything. */
class SlowClientsTest {
  private static final int STALLED = 300;
  private static final String POST =
      "POST /v1/pipelines/lines/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n";

  @TempDir Path folder;

  @Test
  void beside300StalledUploadsReadsAreAsQuickAsEver() throws Exception {
    var stalled = new ArrayList<RawHttp>();
    try (var server = TestServer.start(folder)) {
      for (int i = 0; i < STALLED; i++) {
        stalled.add(new RawHttp(server.http.base()).say(POST + "x".repeat(1 + i * 10)));
      }
      String job = server.post("/v1/pipelines/lines/jobs", "good", "Prefer", "wait=20").body();
      String path = "/v1/jobs/" + job.substring(7, 33);
      long[] millis = new long[200];
      for (int i = 0; i < millis.length; i++) {
        long begun = System.nanoTime();
        assertThat(server.get(path).statusCode()).isEqualTo(200);
        millis[i] = (System.nanoTime() - begun) / 1_000_000;
      }
      Arrays.sort(millis);
      assertThat(millis[millis.length * 9 / 10]).as(Arrays.toString(millis)).isLessThan(50);
    } finally {
      for (RawHttp upload : stalled) {
        upload.close();
      }
    }
  }

  @Test
  void whoSendsNothingForLongIsCutOffAndLeavesNothing() throws Exception {
    HttpSettings hasty = HttpSettings.onPort(0).idleTimeout(Duration.ofMillis(300));
    try (var server = TestServer.start(folder, hasty);
        var headers = new RawHttp(server.http.base());
        var body = new RawHttp(server.http.base())) {
      headers.say("GET / HTTP/1.1\r\nHost: loc");
      body.say(POST + "x");
      assertThat(body.hear("")).startsWith("HTTP/1.1 408 ");
      assertThat(headers.hear("")).doesNotContain(" 200 ");
      assertThat(server.unpublished()).isZero();
      assertThat(server.get("/v1/jobs").body()).contains("\"jobs\":[]");
    }
  }

  @Test
  void whoDoesNotReadTheAnswerHoldsUpNobody() throws Exception {
    var deaf = new ArrayList<RawHttp>();
    try (var server = TestServer.start(folder)) {
      server.post("/v1/pipelines/lines/jobs", "good", "Prefer", "wait=20");
      for (int i = 0; i < 50; i++) {
        var socket = new RawHttp(server.http.base());
        deaf.add(socket);
        socket.say("GET /v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(40));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(server.get("/v1/jobs").statusCode()).isEqualTo(200);
      }
    } finally {
      for (RawHttp socket : deaf) {
        socket.close();
      }
    }
  }
}
