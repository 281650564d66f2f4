package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.client.JobView;
import dev.penstock.client.SubmitRequest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StagesTest {
  private static final String CHECK = "/v1/stages/lines/check";

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

  private HttpResponse<String> put(String path, String body)
      throws IOException, InterruptedException {
    return server.send(HttpRequest.newBuilder(server.at(path)).PUT(BodyPublishers.ofString(body)));
  }

  private JsonNode check() throws IOException, InterruptedException {
    JsonNode stages = JsonMapper.shared().readTree(server.get("/v1/stages").body()).path("stages");
    for (JsonNode stage : stages) {
      if (stage.path("pipeline").asString().equals("lines")
          && stage.path("stage").asString().equals("check")) {
        return stage;
      }
    }
    throw new AssertionError("no stage check in " + stages);
  }

  @Test
  void aPausedStageClaimsNothingUntilItIsResumed() throws Exception {
    assertThat(server.post(CHECK + "/pause", "").statusCode()).isEqualTo(204);
    assertThat(check().path("paused").asBoolean()).isTrue();
    String id =
        server
            .client
            .submit(SubmitRequest.bytes("lines", "a\nb".getBytes(StandardCharsets.UTF_8)))
            .id();
    JobView waiting = server.client.job(id);
    while (waiting.counts().in() < 2) {
      waiting = server.client.job(id);
    }
    assertThat(check().path("ready").asLong()).isEqualTo(2);
    assertThat(server.post(CHECK + "/resume", "").statusCode()).isEqualTo(204);
    assertThat(server.client.ended(id, TestServer.PATIENCE).orElseThrow().counts().ok())
        .isEqualTo(2);
  }

  @Test
  void aStageHasLimitsThatHoldForAllProcesses() throws Exception {
    assertThat(put(CHECK + "/limits", "{\"concurrency\": 3}").statusCode()).isEqualTo(204);
    assertThat(check().path("limits").path("concurrency").asInt()).isEqualTo(3);
    assertThat(put(CHECK + "/limits", "{\"concurency\": 3}").body())
        .contains("body.invalid", "no member 'concurency'");
    assertThat(put(CHECK + "/limits", "{\"permits\": 1, \"period\": \"soon\"}").body())
        .contains("ISO 8601");
    assertThat(put("/v1/stages/lines/nope/limits", "{}").body())
        .contains("stage.unknown", "split, check, publish");
  }

  @Test
  void aGateIsSetPausedAndResumedByName() throws Exception {
    String gate = "?gate=prices%2Fcoingecko";
    assertThat(put("/v1/gates" + gate, "{\"permits\": 30, \"period\": \"PT1M\"}").statusCode())
        .isEqualTo(204);
    assertThat(server.post("/v1/gates/pause" + gate + "&for=PT5M", "").statusCode()).isEqualTo(204);
    JsonNode gates = JsonMapper.shared().readTree(server.get("/v1/gates").body()).path("gates");
    JsonNode one =
        gates
            .valueStream()
            .filter(each -> each.path("gate").asString().equals("prices/coingecko"))
            .findFirst()
            .orElseThrow();
    assertThat(one.path("paused").asBoolean()).isTrue();
    assertThat(one.path("limits").path("permits").asInt()).isEqualTo(30);
    assertThat(server.post("/v1/gates/resume" + gate, "").statusCode()).isEqualTo(204);
    assertThat(server.post("/v1/gates/pause" + gate + "&for=x", "").body()).contains("PT5M");
    assertThat(server.post("/v1/gates/pause", "").body()).contains("gate is missing");
  }

  @Test
  void gatesThatKeepCallbacksApartAreListedOnlyOnRequest() throws Exception {
    String gate = "?gate=callbacks%2Fhosts-7";
    assertThat(put("/v1/gates" + gate, "{\"permits\": 30, \"period\": \"PT1M\"}").statusCode())
        .isEqualTo(204);
    assertThat(server.get("/v1/gates").body()).doesNotContain("callbacks/hosts-7");
    assertThat(server.get("/v1/gates?internal=true").body()).contains("callbacks/hosts-7");
    assertThat(server.get("/v1/gates?internal=yes").body()).contains("is true or false");
  }

  @Test
  void aJobTakesItsPlaceBesideOthersByQueryParameters() throws Exception {
    String jobs = "/v1/pipelines/lines/jobs";
    String first = id(server.post(jobs + "?lane=account/7&priority=5", "hold"));
    String second = id(server.post(jobs + "?lane=account/7&tolerance=50%25", "a"));
    assertThat(server.get("/v1/jobs/" + first).body())
        .contains("\"priority\":5", "\"lane\":\"account/7\"");
    assertThat(server.get("/v1/jobs/" + second + "/events").body())
        .contains("waits for job " + first);
    HttpResponse<String> joined = server.post(jobs + "?join=farm-1", "hold");
    HttpResponse<String> same = server.post(jobs + "?join=farm-1", "other");
    assertThat(same.headers().firstValue("Penstock-Joined")).hasValue("true");
    assertThat(id(same)).isEqualTo(id(joined));
    assertThat(server.post(jobs + "?priority=10", "a").body()).contains("0 to 9");
    assertThat(server.post(jobs + "?join=a&rerun=b", "a").body()).contains("exclude each other");
    assertThat(server.post(jobs + "?tolerance=101%25", "a").body()).contains("percentage");
    server.lines.release.countDown();
    assertThat(server.client.ended(second, TestServer.PATIENCE)).isPresent();
  }

  private static String id(HttpResponse<String> ticket) {
    return JsonMapper.shared().readTree(ticket.body()).path("id").asString();
  }
}
