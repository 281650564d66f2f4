package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.JobQuery;
import dev.penstock.job.Job;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Bodies that come in take no more memory together than they are given. */
@Isolated("it looks at the heap")
class MemoryBoundTest {
  private static final String LINES = "/v1/pipelines/lines/jobs";
  private static final int LENGTH = 60_000;
  private static final int FIRST = 50_000;

  @TempDir Path folder;

  @Test
  void manySlowUploadsSpillToDiskAndAllAreTaken() throws Exception {
    int many = 300;
    int held = 16;
    var slow = new ArrayList<RawHttp>();
    var small = TestServer.Setup.USUAL.heads(held * 65_536L);
    try (var server = TestServer.start(folder, small)) {
      for (int i = 0; i < many; i++) {
        slow.add(upload(server));
      }
      long deadline = System.nanoTime() + TestServer.PATIENCE.toNanos();
      while (server.unpublished() < many - held && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(server.unpublished()).isGreaterThanOrEqualTo(many - held);
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      for (int i = 0; i < 10; i++) {
        assertThat(server.post(LINES, "small").statusCode()).isEqualTo(202);
        assertThat(server.post(LINES, "x".repeat(5_000)).statusCode()).isEqualTo(202);
      }
      for (RawHttp upload : slow) {
        assertThat(upload.say("x".repeat(LENGTH - FIRST)).status()).isEqualTo(202);
      }
      assertThat(server.engine.log().jobs(JobQuery.newest("default", 1000))).hasSize(many + 20);
    } finally {
      for (RawHttp upload : slow) {
        upload.close();
      }
    }
  }

  @Test
  void memoryIsGivenBackHoweverAnUploadEnds() throws Exception {
    var one = TestServer.Setup.USUAL.heads(65_536);
    try (var server = TestServer.start(folder, one)) {
      for (int i = 0; i < 20; i++) {
        assertThat(server.post(LINES, "x".repeat(60_000)).statusCode()).isEqualTo(202);
        assertThat(server.post(LINES, "x".repeat(100_000)).statusCode()).isEqualTo(202);
        assertThat(server.post("/v1/pipelines/geometry/jobs", "x".repeat(9_000)).statusCode())
            .isEqualTo(400);
      }
      server.blobs.room.set(0);
      assertThat(server.post(LINES, "x".repeat(65_536)).statusCode()).isEqualTo(202);
      assertThat(server.engine.log().jobs(JobQuery.newest("default", 1)))
          .map(Job::order)
          .allMatch(order -> order.payload() instanceof dev.penstock.blob.Payload.Inline);
    }
  }

  private static RawHttp upload(TestServer server) throws Exception {
    return new RawHttp(server.http.base())
        .say("POST " + LINES + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: ")
        .say(LENGTH + "\r\n\r\n" + "x".repeat(FIRST));
  }
}
