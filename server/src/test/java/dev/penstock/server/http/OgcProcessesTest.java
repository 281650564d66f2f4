package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Scope;
import dev.penstock.blob.Payload;
import dev.penstock.job.JobId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OgcProcessesTest {
  private static final String EXECUTE = "/ogc/processes/lines/execution";

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

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  private JsonNode got(String path) throws Exception {
    HttpResponse<String> response = server.get(path);
    assertThat(response.statusCode()).as(path + response.body()).isEqualTo(200);
    return json(response);
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }

  private JsonNode executed(String payload) throws Exception {
    HttpResponse<String> made =
        server.post(EXECUTE, "{\"inputs\": {\"payload\": " + payload + "}}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return json(made);
  }

  private JsonNode ended(String id) throws Exception {
    server.get("/v1/jobs/" + id, "Prefer", "wait=20");
    for (long end = System.nanoTime() + 20_000_000_000L; System.nanoTime() < end; ) {
      JsonNode job = got("/ogc/jobs/" + id);
      if (!List.of("accepted", "running").contains(text(job, "status"))) {
        return job;
      }
    }
    throw new AssertionError("the job does not end");
  }

  @Test
  void everyLinkOfTheLandingPageLeadsSomewhere() throws Exception {
    JsonNode landing = got("/ogc");
    for (JsonNode link : landing.path("links")) {
      String href = text(link, "href");
      assertThat(href).startsWith(server.http.base().toString());
      assertThat(
              server
                  .raw
                  .send(
                      HttpRequest.newBuilder(URI.create(href)).build(),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .as(href)
          .isEqualTo(200);
    }
    assertThat(got("/ogc/conformance").path("conformsTo").toString())
        .contains("ogcapi-processes-1/1.0/conf/core")
        .contains("ogcapi-features-1/1.0/conf/geojson");
  }

  @Test
  void aProcessIsDescribedWithTheSchemasOfItsInputs() throws Exception {
    assertThat(got("/ogc/processes").path("processes").path(0).path("id").asString())
        .isEqualTo("lines");
    JsonNode process = got("/ogc/processes/lines?f=json");
    assertThat(process.path("jobControlOptions").toString()).contains("async-execute");
    JsonNode mode = process.path("inputs").path("mode");
    assertThat(mode.path("schema").path("enum")).hasSize(2);
    assertThat(mode.path("minOccurs").intValue()).isZero();
    assertThat(process.path("inputs").path("payload").path("minOccurs").intValue()).isOne();
    HttpResponse<String> none = server.get("/ogc/processes/nonesuch");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(text(json(none), "type")).endsWith("/1.0/no-such-process");
  }

  @Test
  void anExecutionIsAJobWithItsStatusAndItsResults() throws Exception {
    HttpResponse<String> made =
        server.post(
            EXECUTE,
            "{\"inputs\": {\"payload\": \"good\", \"mode\": \"keep\", \"copies\": 2}}",
            "Prefer",
            "respond-async");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("Preference-Applied")).contains("respond-async");
    JsonNode status = json(made);
    String id = text(status, "jobID");
    assertThat(text(status, "id")).isEqualTo(id);
    assertThat(text(status, "type")).isEqualTo("process");
    assertThat(text(status, "processingEntityType")).isEqualTo("ogc-api-processes");
    assertThat(made.headers().firstValue("Location").orElseThrow())
        .isEqualTo(server.http.base() + "/ogc/jobs/" + id);
    JsonNode job = ended(id);
    assertThat(text(job, "status")).isEqualTo("successful");
    assertThat(job.path("progress").intValue()).isEqualTo(100);
    JsonNode results = got("/ogc/jobs/" + id + "/results");
    String href = text(results.path("lines.txt"), "href");
    assertThat(server.get(href.substring(server.http.base().toString().length())).statusCode())
        .isEqualTo(200);
    assertThat(got("/v1/jobs/" + id).path("inputs").path("copies").asString()).isEqualTo("2");
  }

  @Test
  void aPayloadStandsInTheRequestInEveryFormOfTheStandard() throws Exception {
    for (String payload :
        List.of(
            "\"good\"",
            "{\"value\": \"good\", \"mediaType\": \"text/plain\"}",
            "{\"value\": \"Z29vZA==\", \"encoding\": \"base64\"}")) {
      JsonNode job = ended(text(executed(payload), "jobID"));
      assertThat(text(job, "message")).as(payload).contains("1 of 1 line");
    }
  }

  @Test
  void jsonIsCutOutOfTheRequestAsItStands() throws Exception {
    String payload = "{ \"value\":  1.0000000000000000000001e3 ,\"é\":[ ] }";
    String body = "{\"é\": [1], \"inputs\": {\"payload\":  " + payload + " , \"mode\": \"keep\"}}";
    HttpResponse<String> made = server.post("/ogc/processes/geometry/execution", body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    JobId id = new JobId(text(json(made), "jobID"));
    var inline = (Payload.Inline) server.engine.log().job(id).orElseThrow().order().payload();
    assertThat(new String(inline.bytes(), StandardCharsets.UTF_8)).isEqualTo(payload);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|body.invalid",
        "{|body.invalid",
        "{}|body.invalid",
        "{\"inputs\": {\"payload\": \"x\"}} 1|body.invalid",
        "{\"inputs\": {\"payload\": \"x\", \"payload\": \"y\"}}|body.invalid",
        "{\"inputs\": {\"payload\": \"x\", \"mode\": [\"keep\"]}}|body.invalid",
        "{\"inputs\": {\"payload\": \"x\", \"moed\": \"keep\"}}|input.unknown",
        "{\"inputs\": {\"payload\": \"x\", \"mode\": \"kep\"}}|input.invalid",
        "{\"inputs\": {\"payload\": {\"value\": \"%\", \"encoding\": \"base64\"}}}|body.invalid",
        "{\"inputs\": {\"payload\": {\"href\": \"file:///etc/passwd\"}}}|payload.address",
        "{\"inputs\": {\"payload\": {\"href\": \"http://169.254.169.254/\"}}}|payload.address",
        "{\"inputs\": {\"payload\": \"x\"}, \"subscriber\": {\"successUri\": \"ftp://a\"}}"
            + "|callback.address",
        "{\"inputs\": {\"payload\": \"x\"}, \"subscriber\": {\"uri\": \"http://a\"}}|body.invalid"
      })
  void whatCannotBeExecutedIsRefused(String body, String code) throws Exception {
    HttpResponse<String> refused = server.post(EXECUTE, body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(text(json(refused), "code")).as(refused.body()).isEqualTo(code);
    assertThat(got("/ogc/jobs").path("jobs")).isEmpty();
  }

  @Test
  void nestingHasALimit() throws Exception {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    HttpResponse<String> refused =
        server.post(EXECUTE, "{\"inputs\": {\"payload\": " + deep + "}}");
    assertThat(refused.statusCode()).isEqualTo(400);
  }

  @Test
  void resultsThatAreNotReadyAndJobsThatAreNotThereAreSaidSo() throws Exception {
    String id = text(executed("\"hold\""), "jobID");
    HttpResponse<String> early = server.get("/ogc/jobs/" + id + "/results");
    assertThat(early.statusCode()).isEqualTo(404);
    assertThat(text(json(early), "type")).endsWith("/1.0/result-not-ready");
    HttpResponse<String> none = server.get("/ogc/jobs/none");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(text(json(none), "type")).endsWith("/1.0/no-such-job");
    server.lines.release.countDown();
  }

  @Test
  void aLiveJobIsDismissedAndAnEndedOneRemoved() throws Exception {
    String live = text(executed("\"hold\""), "jobID");
    assertThat(text(json(delete(live)), "status")).isEqualTo("dismissed");
    String ended = text(executed("\"good\""), "jobID");
    ended(ended);
    assertThat(text(json(delete(ended)), "status")).isEqualTo("dismissed");
    assertThat(server.get("/ogc/jobs/" + ended).statusCode()).isEqualTo(404);
    server.lines.release.countDown();
  }

  private HttpResponse<String> delete(String id) throws Exception {
    return server.send(HttpRequest.newBuilder(server.at("/ogc/jobs/" + id)).DELETE());
  }

  @Test
  void jobsAreListedByProcessStatusAndTime() throws Exception {
    String good = text(executed("\"good\""), "jobID");
    String bad = text(executed("\"die\""), "jobID");
    ended(good);
    ended(bad);
    assertThat(ids("")).containsExactly(bad, good);
    assertThat(ids("?status=failed")).containsExactly(bad);
    assertThat(ids("?status=failed,successful&limit=1")).containsExactly(bad);
    assertThat(ids("?processID=geometry")).isEmpty();
    assertThat(ids("?processID=lines,geometry")).hasSize(2);
    assertThat(ids("?datetime=../2020-01-01T00:00:00Z")).isEmpty();
    assertThat(ids("?datetime=2020-01-01T00:00:00Z/..")).hasSize(2);
    assertThat(ids("?minDuration=3600")).isEmpty();
    assertThat(ids("?maxDuration=3600&type=process")).hasSize(2);
    JsonNode first = got("/ogc/jobs?limit=1");
    String next = text(first.path("links").path(1), "href");
    assertThat(ids(next.substring(next.indexOf('?')))).containsExactly(good);
    for (String wrong : List.of("status=done", "datetime=now", "type=x", "before=x")) {
      assertThat(server.get("/ogc/jobs?" + wrong).statusCode()).isEqualTo(400);
    }
    assertThat(got("/ogc/jobs/" + bad).path("exception").path("title").asString()).isNotEmpty();
    assertThat(server.get("/ogc/jobs/" + bad + "/results").statusCode()).isEqualTo(409);
  }

  private List<String> ids(String query) throws Exception {
    var ids = new ArrayList<String>();
    got("/ogc/jobs" + query).path("jobs").forEach(job -> ids.add(text(job, "jobID")));
    return ids;
  }

  @Test
  void tenantsAreApartHereToo() throws Exception {
    String acme = "Bearer " + server.key("acme", Scope.SUBMIT, Scope.READ, Scope.OPERATE);
    String globex = "Bearer " + server.key("globex", Scope.SUBMIT, Scope.READ, Scope.OPERATE);
    String body = "{\"inputs\": {\"payload\": \"good\"}}";
    HttpResponse<String> made = server.post(EXECUTE, body, "Authorization", acme);
    String job = "/ogc/jobs/" + text(json(made), "jobID");
    assertThat(server.get(job, "Authorization", acme).statusCode()).isEqualTo(200);
    for (String path : List.of(job, job + "/results")) {
      assertThat(server.get(path, "Authorization", globex).statusCode()).isEqualTo(404);
    }
    var delete = HttpRequest.newBuilder(server.at(job)).DELETE();
    assertThat(server.send(delete, "Authorization", globex).statusCode()).isEqualTo(404);
    assertThat(json(server.get("/ogc/jobs", "Authorization", globex)).path("jobs")).isEmpty();
    assertThat(server.post(EXECUTE, body).statusCode()).isEqualTo(401);
  }
}
