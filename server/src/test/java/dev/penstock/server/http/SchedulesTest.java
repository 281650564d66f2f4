package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.JobQuery;
import dev.penstock.job.Job;
import dev.penstock.schedule.Schedule;
import dev.penstock.schedule.ScheduleKey;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchedulesTest {
  private static final String NIGHTLY =
      """
      {"pipeline": "lines", "cron": "30 2 * * *", "zone": "Europe/Berlin", "payload": "a\\nb",
       "inputs": {"mode": "drop", "copies": 3}, "misfire": "catch-up", "catchUp": 24}
      """;
  private static final String PLAIN =
      "{\"pipeline\": \"lines\", \"cron\": \"@daily\", \"payload\": \"a\"}";

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

  private HttpResponse<String> put(String id, String body) throws Exception {
    return server.send(
        HttpRequest.newBuilder(server.at("/v1/schedules/" + id))
            .PUT(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> delete(String id) throws Exception {
    return server.send(HttpRequest.newBuilder(server.at("/v1/schedules/" + id)).DELETE());
  }

  private HttpResponse<String> backfill(String id, String query) throws Exception {
    return server.post("/v1/schedules/" + id + "/backfill" + query, "");
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  private static void assertRefused(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(json(response).path("code").asString()).isEqualTo(code);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  private List<Job> jobs() {
    return server.engine.log().jobs(JobQuery.newest("default", 1_000));
  }

  @Test
  void aScheduleIsKeptAndShownWithItsNextSlots() throws Exception {
    HttpResponse<String> created = put("nightly", NIGHTLY);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location")).contains("/v1/schedules/nightly");
    JsonNode json = json(server.get("/v1/schedules/nightly"));
    assertThat(json).isEqualTo(json(created));
    assertThat(json.path("id").asString()).isEqualTo("nightly");
    assertThat(json.path("pipeline").asString()).isEqualTo("lines");
    assertThat(json.path("cron").asString()).isEqualTo("30 2 * * *");
    assertThat(json.path("zone").asString()).isEqualTo("Europe/Berlin");
    assertThat(json.path("misfire").asString()).isEqualTo("catch-up");
    assertThat(json.path("catchUp").asInt()).isEqualTo(24);
    assertThat(json.path("enabled").asBoolean()).isTrue();
    assertThat(json.path("inputs").path("copies").asString()).isEqualTo("3");
    assertThat(json.path("payload").path("bytes").asInt()).isEqualTo(3);
    assertThat(json.path("last").isNull()).isTrue();
    assertThat(json.path("failing").isNull()).isTrue();
    assertThat(json.path("next")).hasSize(5);
    Instant slot = Instant.parse(json.path("next").path(0).path("slot").asString());
    assertThat(slot).isBetween(Instant.now(), Instant.now().plus(Duration.ofHours(26)));
    assertThat(json.path("next").path(0).path("local").asString()).contains(":30+0");
  }

  @Test
  void putReplacesAndPostDoesNot() throws Exception {
    assertThat(server.post("/v1/schedules/a", NIGHTLY).statusCode()).isEqualTo(201);
    assertRefused(server.post("/v1/schedules/a", PLAIN), 409, "schedule.exists");
    JsonNode before = json(server.get("/v1/schedules/a"));
    assertThat(before.path("cron").asString()).isEqualTo("30 2 * * *");
    // The same times: slots that are due stay due.
    HttpResponse<String> replaced = put("a", NIGHTLY.replace("drop", "keep"));
    assertThat(replaced.statusCode()).isEqualTo(200);
    assertThat(json(replaced).path("since")).isEqualTo(before.path("since"));
    assertThat(json(replaced).path("inputs").path("mode").asString()).isEqualTo("keep");
    JsonNode other = json(put("a", PLAIN));
    assertThat(Instant.parse(other.path("since").asString()))
        .isAfterOrEqualTo(before.path("since").asString());
    assertThat(other.path("zone").asString()).isEqualTo("UTC");
    assertThat(other.path("misfire").asString()).isEqualTo("once");
  }

  @Test
  void aRemovedScheduleIsGone() throws Exception {
    put("a", PLAIN);
    assertThat(delete("a").statusCode()).isEqualTo(204);
    assertRefused(delete("a"), 404, "schedule.unknown");
    assertRefused(server.get("/v1/schedules/a"), 404, "schedule.unknown");
    assertRefused(backfill("a", "?from=2026-01-01"), 404, "schedule.unknown");
    assertRefused(server.get("/v1/schedules/No%20Id"), 404, "schedule.unknown");
  }

  @Test
  void aListIsPagedById() throws Exception {
    assertThat(json(server.get("/v1/schedules")).path("schedules")).isEmpty();
    for (String id : List.of("c", "a", "b")) {
      put(id, PLAIN);
    }
    JsonNode first = json(server.get("/v1/schedules?limit=2"));
    assertThat(first.path("schedules"))
        .extracting(node -> node.path("id").asString())
        .containsExactly("a", "b");
    assertThat(first.path("schedules").path(0).path("next")).hasSize(1);
    JsonNode second = json(server.get(first.path("links").path("next").asString()));
    assertThat(second.path("schedules"))
        .extracting(node -> node.path("id").asString())
        .containsExactly("c");
    assertThat(second.path("links").has("next")).isFalse();
  }

  @Test
  void aDisabledScheduleHasNoNextSlots() throws Exception {
    JsonNode json = json(put("a", PLAIN.replace("}", ", \"enabled\": false}")));
    assertThat(json.path("enabled").asBoolean()).isFalse();
    assertThat(json.path("next")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'pipeline':'lines','cron':'0 25 * * *','payload':'a'} | schedule.cron_invalid | 0 25 * * *",
        "{'pipeline':'lines','cron':'0 0 30 2 *','payload':'a'} | schedule.cron_invalid | no calendar",
        "{'pipeline':'lines','cron':'@daily','zone':'Europe/Berln','payload':'a'}"
            + " | schedule.zone_unknown | Europe/Berlin?",
        "{'pipeline':'lnes','cron':'@daily','payload':'a'} | schedule.invalid | Did you mean lines?",
        "{'pipeline':'lines','cron':'@daily','payload':'a','inputs':{'mod':'keep'}}"
            + " | input.unknown | Did you mean mode?",
        "{'pipeline':'lines','cron':'@daily','payload':'a','inputs':{'copies':'{slot}'}}"
            + " | input.invalid | whole number",
        "{'pipeline':'lines','cron':'@daily','payload':'a','inputs':{'copies':[1]}}"
            + " | body.invalid | inputs.copies",
        "{'pipeline':'lines','cron':'@daily','payload':'a','inputs':7} | body.invalid | an object",
        "{'pipeline':'lines','cron':'@daily','payload':'a','misfire':'skp'}"
            + " | body.invalid | nearest: skip",
        "{'pipeline':'lines','cron':'@daily','payload':'a','catchUp':3} | body.invalid | catch-up",
        "{'pipeline':'lines','cron':'@daily','payload':'a','misfire':'catch-up','catchUp':0}"
            + " | body.invalid | 1 to 1000",
        "{'pipeline':'lines','cron':'@daily','payload':'a','enabled':'yes'}"
            + " | body.invalid | true or false",
        "{'pipeline':'lines','cron':'@daily'} | payload.empty | payload",
        "{'pipeline':'lines','cron':'@daily','payload':5} | body.invalid | a text",
        "{'pipeline':'lines','cron':'@daily','payload':'a','payloadBase64':'YQ=='}"
            + " | body.invalid | not both",
        "{'pipeline':'lines','cron':'@daily','payloadBase64':'%'} | schedule.invalid | things",
        "{'pipeline':'geometry','cron':'@daily','payload':'<xml/>'} | payload.not_json | starts with",
        "{'pipeline':'lines','payload':'a'} | body.invalid | cron is missing",
        "{'cron':'@daily','payload':'a'} | body.invalid | pipeline is missing",
        "{'pipeline':'lines','cron':'@daily','payload':'a','crn':1} | body.invalid | Did you mean cron?",
        "[] | body.invalid | JSON object",
        "{ | body.invalid | JSON object",
        "'' | body.invalid | JSON object",
      })
  void aScheduleThatWouldNotRunIsRefused(String body, String code, String part) throws Exception {
    HttpResponse<String> refused = put("a", body.equals("''") ? "" : body.replace('\'', '"'));
    assertRefused(refused, 400, code);
    assertThat(refused.body()).contains(part);
    assertThat(server.timetable.book().list("default", "", 10)).isEmpty();
  }

  @Test
  void everyFaultIsToldAtOnce() throws Exception {
    HttpResponse<String> refused =
        put("a", "{\"pipeline\":\"lines\",\"cron\":\"x\",\"zone\":\"y\",\"inputs\":{\"mode\":1}}");
    assertRefused(refused, 400, "schedule.invalid");
    assertThat(json(refused).path("errors"))
        .extracting(error -> error.path("code").asString())
        .containsExactly(
            "schedule.cron_invalid", "schedule.zone_unknown", "payload.empty", "input.invalid");
  }

  @Test
  void anIdThatIsNoneIsRefused() throws Exception {
    assertRefused(put("Nightly", PLAIN), 400, "schedule.invalid");
    assertRefused(put("-a", PLAIN), 400, "schedule.invalid");
    assertRefused(put("a".repeat(65), PLAIN), 400, "schedule.invalid");
  }

  @Test
  void aPayloadIsTextOrJsonOrBytes() throws Exception {
    byte[] bytes = {0, (byte) 0xff, 'x'};
    put("text", PLAIN);
    put("json", PLAIN.replace("\"a\"", "{\"b\": [1, \"ü\"]}"));
    put(
        "bytes",
        PLAIN.replace(
            "\"payload\": \"a\"",
            "\"payloadBase64\": \"" + Base64.getEncoder().encodeToString(bytes) + '"'));
    assertThat(payload("text")).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
    assertThat(payload("json")).isEqualTo("{\"b\":[1,\"ü\"]}".getBytes(StandardCharsets.UTF_8));
    assertThat(payload("bytes")).isEqualTo(bytes);
  }

  private byte[] payload(String id) throws IOException {
    return schedule(id).order().payload().bytes();
  }

  private Schedule schedule(String id) throws IOException {
    return server.timetable.book().get(new ScheduleKey("default", id)).orElseThrow().schedule();
  }

  @Test
  void aPayloadOf64KiBIsTakenAndNotOneByteMore() throws Exception {
    String most = "x".repeat(64 * 1024);
    assertThat(put("a", PLAIN.replace("\"a\"", '"' + most + '"')).statusCode()).isEqualTo(201);
    assertRefused(put("b", PLAIN.replace("\"a\"", '"' + most + "x\"")), 400, "schedule.invalid");
  }

  @Test
  void aBackfillIsCountedThenDoneThenAddsNothing() throws Exception {
    put("nightly", NIGHTLY.replace("drop", "keep"));
    String range = "?from=2026-03-28&to=2026-03-31";
    JsonNode counted = json(backfill("nightly", range + "&dry-run=true"));
    assertThat(counted.path("dryRun").asBoolean()).isTrue();
    assertThat(counted.path("slots").asInt()).isEqualTo(3);
    assertThat(counted.path("from").asString()).isEqualTo("2026-03-27T23:00:00Z");
    assertThat(jobs()).isEmpty();
    JsonNode done = json(backfill("nightly", range));
    assertThat(done.path("accepted").asInt()).isEqualTo(3);
    assertThat(jobs())
        .extracting(job -> job.order().name())
        .containsExactly(
            "nightly 2026-03-30T00:30:00Z",
            "nightly 2026-03-29T01:30:00Z",
            "nightly 2026-03-28T01:30:00Z");
    assertThat(done.path("last").path("job").asString()).isEqualTo(jobs().getFirst().id().value());
    JsonNode again = json(backfill("nightly", range));
    assertThat(again.path("accepted").asInt()).isZero();
    assertThat(again.path("done").asInt()).isEqualTo(3);
    assertThat(again.path("links").has("next")).isFalse();
    assertThat(jobs()).hasSize(3);
  }

  @Test
  void aBackfillSaysWhatIsDoneAndRunsItAgainWhenToldTo() throws Exception {
    put("nightly", NIGHTLY.replace("drop", "keep"));
    backfill("nightly", "?from=2026-03-28&to=2026-03-30");
    String range = "?from=2026-03-28&to=2026-03-31";
    JsonNode counted = json(backfill("nightly", range + "&dry-run=true"));
    assertThat(counted.path("slots").asInt()).isEqualTo(3);
    assertThat(counted.path("done").asInt()).isEqualTo(2);
    assertThat(counted.path("due").asInt()).isEqualTo(1);
    assertThat(counted.has("again")).isFalse();
    JsonNode again = json(backfill("nightly", range + "&dry-run=true&again=true"));
    assertThat(again.path("due").asInt()).isEqualTo(3);
    assertThat(jobs()).hasSize(2);
    assertThat(json(backfill("nightly", range + "&again=fix-1")).path("accepted").asInt())
        .isEqualTo(3);
    JsonNode repeated = json(backfill("nightly", range + "&again=fix-1"));
    assertThat(repeated.path("again").asString()).isEqualTo("fix-1");
    assertThat(repeated.path("existing").asInt()).isEqualTo(3);
    for (int i = 0; i < 2; i++) {
      JsonNode fresh = json(backfill("nightly", range + "&again=true"));
      assertThat(fresh.path("accepted").asInt()).isEqualTo(3);
      assertThat(fresh.path("again").asString()).hasSizeGreaterThan(30);
    }
    assertThat(jobs()).hasSize(2 + 3 + 3 + 3);
    assertThat(json(backfill("nightly", range)).path("due").asInt()).isZero();
  }

  @Test
  void aLongRepetitionKeepsItsNameInItsLink() throws Exception {
    put("a", PLAIN.replace("@daily", "0 * * * *"));
    JsonNode first =
        json(backfill("a", "?from=2026-01-01T00:00:00Z&to=2026-02-12T00:00:00Z&again=true"));
    assertThat(first.path("accepted").asInt()).isEqualTo(1_000);
    String next = first.path("links").path("next").asString();
    assertThat(next).endsWith("&again=" + first.path("again").asString());
    assertThat(json(server.post(next, "")).path("accepted").asInt()).isEqualTo(42 * 24 - 1_000);
  }

  @Test
  void aLongBackfillGoesOnByItsLink() throws Exception {
    put("a", PLAIN.replace("@daily", "0 * * * *"));
    JsonNode first = json(backfill("a", "?from=2026-01-01T00:00:00Z&to=2026-02-12T00:00:00Z"));
    assertThat(first.path("slots").asInt()).isEqualTo(1_000);
    JsonNode second = json(server.post(first.path("links").path("next").asString(), ""));
    assertThat(second.path("slots").asInt()).isEqualTo(42 * 24 - 1_000);
    assertThat(second.path("links").has("next")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', from is missing",
    "?from=yesterday, from must look like",
    "?from=2026-01-01&to=2999-01-01, to must not be in the future",
    "?from=2026-01-02&to=2026-01-01, from must be before to",
    "?from=1969-12-31&to=2026-01-01, before 1970",
    "?from=2026-01-01&dry-run=maybe, true or false",
    "?from=2026-01-01&again=No%20Name, a name of 1 to 64",
  })
  void aRangeThatIsNoneIsRefused(String query, String part) throws Exception {
    put("a", PLAIN);
    HttpResponse<String> refused = backfill("a", query);
    assertRefused(refused, 400, "query.invalid");
    assertThat(refused.body()).contains(part);
  }

  @Test
  void aBackfillIntoAFullEngineSaysWhenToComeBack() throws Exception {
    server.close();
    server = TestServer.startLimited(folder.resolve("limited"), new EngineLimits(2, 10));
    put("a", PLAIN.replace("\"a\"}", "\"hold\"}"));
    JsonNode part = json(backfill("a", "?from=2026-01-01&to=2026-01-05"));
    assertThat(part.path("accepted").asInt()).isEqualTo(2);
    assertThat(part.path("stopped").path("code").asString()).isEqualTo("engine.busy");
    assertThat(part.path("links").path("next").asString()).contains("from=2026-01-03T00:00:00Z");
    HttpResponse<String> busy = server.post(part.path("links").path("next").asString(), "");
    assertRefused(busy, 503, "engine.busy");
    assertThat(busy.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void aPutIsNoticedByTheSchedulerAndItsJobIsShown() throws Exception {
    put("a", PLAIN.replace("@daily", "* * * * *"));
    ScheduleKey key = new ScheduleKey("default", "a");
    // As if it had been there for a while: a slot is due, and only a change makes the thread look.
    Schedule schedule = schedule("a");
    server
        .timetable
        .book()
        .put(
            new Schedule(
                key,
                schedule.timing(),
                schedule.order(),
                schedule.misfire(),
                true,
                Instant.now().minusSeconds(90)));
    var seen = new CountDownLatch(1);
    try (var _ = server.bells.onChange(job -> seen.countDown())) {
      server.timetable.scheduler().start();
      put("b", PLAIN);
      assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
    }
    server.timetable.scheduler().close();
    JsonNode last = json(server.get("/v1/schedules/a")).path("last");
    assertThat(last.path("job").asString()).isEqualTo(jobs().getFirst().id().value());
    assertThat(json(server.get(last.path("href").asString())).path("name").asString())
        .isEqualTo("a " + last.path("slot").asString());
  }
}
