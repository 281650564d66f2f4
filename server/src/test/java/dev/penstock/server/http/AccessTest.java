package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.AuditBook;
import dev.penstock.access.Scope;
import dev.penstock.client.PenstockClient;
import dev.penstock.client.SubmitRequest;
import dev.penstock.server.web.Caller;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccessTest {
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

  private HttpResponse<String> call(String method, String path, String key) throws Exception {
    return call(method, path, key, "");
  }

  private HttpResponse<String> call(String method, String path, String key, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.at(path)).method(method, BodyPublishers.ofString(body));
    return key.isEmpty()
        ? server.send(request)
        : server.send(request, "Authorization", "Bearer " + key);
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  private String job(String key, String body) throws Exception {
    HttpResponse<String> made =
        server.post(
            "/v1/pipelines/lines/jobs",
            body,
            "Authorization",
            "Bearer " + key,
            "Prefer",
            "wait=20");
    assertThat(made.statusCode()).isEqualTo(200);
    return json(made).path("id").stringValue();
  }

  @Test
  void untilThereIsAKeyNobodyIsAskedForOne() throws Exception {
    assertThat(server.get("/v1/jobs").statusCode()).isEqualTo(200);
    assertThat(json(server.get("/v1/keys")).path("keys")).isEmpty();
  }

  @Test
  void onceThereIsAKeyEverythingTakesOneButTheHealthPages() throws Exception {
    server.key("acme", Scope.READ);
    for (String path : List.of("/v1/jobs", "/v1/pipelines", "/metrics", "/v1/keys", "/v1/audit")) {
      HttpResponse<String> refused = server.get(path);
      assertThat(refused.statusCode()).as(path).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate"))
          .contains("Bearer realm=\"penstock\"");
      assertThat(json(refused).path("code").stringValue()).isEqualTo("access.key_missing");
    }
    for (String path : List.of("/", "/health/live", "/health/ready")) {
      assertThat(server.get(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void aKeyThatIsWrongInAnyWayOpensNothing() throws Exception {
    String key = server.key("acme", Scope.ADMIN);
    var random = new Random(5);
    var wrong = new ArrayList<>(List.of("x", "pk_", key + "a", key.substring(1)));
    for (int i = 0; i < 40; i++) {
      char[] changed = key.toCharArray();
      int at = random.nextInt(changed.length);
      changed[at] = changed[at] == 'a' ? 'b' : 'a';
      wrong.add(new String(changed));
    }
    for (String each : wrong) {
      assertThat(call("GET", "/v1/jobs", each).statusCode()).as(each).isEqualTo(401);
    }
    assertThat(server.get("/v1/jobs", "Authorization", "Basic " + key).statusCode()).isEqualTo(401);
    assertThat(call("GET", "/v1/jobs", key).statusCode()).isEqualTo(200);
  }

  /** Every route and method of the table, with every scope: as the table says, and no otherwise. */
  @Test
  void aScopeOpensWhatTheTableSaysAndNothingElse() throws Exception {
    for (Scope held : Scope.values()) {
      String key = server.key("acme", held);
      for (Route route : HttpPageTest.routes(server)) {
        for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
          Optional<Route.Guarded> action = route.action(method);
          if (action.isEmpty()) {
            continue;
          }
          String path = route.template().replaceAll("\\{[a-z]+\\}", "none");
          int status = call(method, path, key).statusCode();
          boolean may =
              action
                  .get()
                  .scope()
                  .map(needed -> needed == held || held == Scope.ADMIN)
                  .orElse(true);
          assertThat(status == 403)
              .as("%s %s with %s: %d", method, path, held, status)
              .isEqualTo(!may);
          assertThat(status).as("%s %s with %s", method, path, held).isLessThan(500);
        }
      }
    }
  }

  @Test
  void atenantSeesItsOwnAndNothingOfOthers() throws Exception {
    String ours = server.key("acme", Scope.READ, Scope.SUBMIT, Scope.OPERATE);
    String theirs = server.key("other", Scope.READ, Scope.SUBMIT, Scope.OPERATE);
    String job = job(ours, "good\nbad\ndie");
    for (String path :
        List.of("", "/events", "/rejects", "/results", "/results/lines.txt", "/dead-letters")) {
      assertThat(call("GET", "/v1/jobs/" + job + path, ours).statusCode()).as(path).isEqualTo(200);
      assertThat(call("GET", "/v1/jobs/" + job + path, theirs).statusCode())
          .as(path)
          .isEqualTo(404);
    }
    assertThat(call("DELETE", "/v1/jobs/" + job, theirs).statusCode()).isEqualTo(404);
    assertThat(call("POST", "/v1/jobs/" + job + "/replay", theirs).statusCode()).isEqualTo(404);
    assertThat(json(call("GET", "/v1/jobs", theirs)).path("jobs")).isEmpty();
    assertThat(json(call("GET", "/v1/jobs", ours)).path("jobs")).hasSize(1);
    assertThat(json(call("GET", "/v1/dead-letters", theirs)).path("deadLetters")).isEmpty();
    assertThat(json(call("GET", "/v1/dead-letters/groups", theirs)).path("groups")).isEmpty();
    String selection =
        json(call("POST", "/v1/dead-letters/selections", ours)).path("id").stringValue();
    assertThat(call("GET", "/v1/dead-letters/selections/" + selection, theirs).statusCode())
        .isEqualTo(404);
    assertThat(call("GET", "/v1/dead-letters/selections/" + selection, ours).statusCode())
        .isEqualTo(200);
  }

  @Test
  void theSameIdempotencyKeyOfTwoTenantsIsTwoJobs() throws Exception {
    String ours = server.key("acme", Scope.READ, Scope.SUBMIT);
    String theirs = server.key("other", Scope.READ, Scope.SUBMIT);
    var ids = new ArrayList<String>();
    for (String key : List.of(ours, theirs, ours)) {
      try (var client = new PenstockClient(server.http.base(), key)) {
        ids.add(client.submit(SubmitRequest.bytes("lines", new byte[] {97}).key("same")).id());
      }
    }
    assertThat(ids.get(0)).isEqualTo(ids.get(2)).isNotEqualTo(ids.get(1));
  }

  @Test
  void schedulesAndSubscriptionsAreATenantsOwn() throws Exception {
    String ours = server.key("acme", Scope.READ, Scope.OPERATE);
    String theirs = server.key("other", Scope.READ, Scope.OPERATE);
    String schedule = "{\"pipeline\": \"lines\", \"cron\": \"@daily\", \"payload\": \"a\"}";
    String subscription = "{\"url\": \"https://example.org/\"}";
    assertThat(call("PUT", "/v1/schedules/s", ours, schedule).statusCode()).isEqualTo(201);
    assertThat(call("PUT", "/v1/subscriptions/s", ours, subscription).statusCode()).isEqualTo(201);
    for (String path : List.of("/v1/schedules/s", "/v1/subscriptions/s")) {
      assertThat(call("GET", path, ours).statusCode()).isEqualTo(200);
      assertThat(call("GET", path, theirs).statusCode()).isEqualTo(404);
      assertThat(call("DELETE", path, theirs).statusCode()).isEqualTo(404);
    }
    assertThat(call("GET", "/v1/subscriptions/s/secret", theirs).statusCode()).isEqualTo(404);
    assertThat(call("POST", "/v1/subscriptions/s/secret", theirs).statusCode()).isEqualTo(404);
  }

  @Test
  void whoDidWhatIsWrittenDownAndReadingIsNot() throws Exception {
    String key = server.key("acme", Scope.OPERATE, Scope.READ, Scope.SUBMIT);
    String job = job(key, "good");
    call("GET", "/v1/jobs/" + job, key);
    call("DELETE", "/v1/jobs/" + job, key);
    call("DELETE", "/v1/jobs/" + job, key);
    List<String> lines =
        server.keys.list(Optional.empty(), Optional.empty(), 10).stream()
            .map(AuditBook.Numbered::line)
            .map(line -> "%s %s %d".formatted(line.tenant(), line.action(), line.status()))
            .toList();
    assertThat(lines)
        .containsExactly("acme DELETE /v1/jobs/{job} 404", "acme DELETE /v1/jobs/{job} 204");
    String admin = server.key("acme", Scope.ADMIN);
    JsonNode audit = json(call("GET", "/v1/audit?tenant=acme&limit=1", admin));
    assertThat(audit.path("audit").path(0).path("key").stringValue())
        .isEqualTo(key.substring(3, 19));
    assertThat(call("GET", audit.path("links").path("next").stringValue(), admin).statusCode())
        .isEqualTo(200);
  }

  @Test
  void keysAreMadeShownOnceRotatedAndTakenBack() throws Exception {
    String admin = server.key("default", Scope.ADMIN);
    HttpResponse<String> made =
        call(
            "POST",
            "/v1/keys",
            admin,
            "{\"tenant\": \"acme\", \"name\": \"n\", \"scopes\": [\"read\"]}");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.headers().firstValue("Cache-Control")).contains("no-store");
    String key = json(made).path("key").stringValue();
    String id = json(made).path("id").stringValue();
    assertThat(call("GET", "/v1/jobs", key).statusCode()).isEqualTo(200);
    assertThat(call("GET", "/v1/keys", admin).body()).contains(id).doesNotContain(key);

    HttpResponse<String> rotated = call("POST", "/v1/keys/" + id + "/rotate", admin);
    assertThat(rotated.statusCode()).isEqualTo(201);
    String next = json(rotated).path("key").stringValue();
    assertThat(call("GET", "/v1/jobs", next).statusCode()).isEqualTo(200);
    assertThat(call("GET", "/v1/jobs", key).statusCode()).isEqualTo(200);
    assertThat(server.keys.get(id).orElseThrow().life().expires()).isPresent();

    String nextId = json(rotated).path("id").stringValue();
    assertThat(call("DELETE", "/v1/keys/" + nextId, admin).statusCode()).isEqualTo(204);
    assertThat(server.keys.get(nextId).orElseThrow().life().revoked()).isPresent();
    assertThat(call("POST", "/v1/keys/" + nextId + "/rotate", admin).statusCode()).isEqualTo(400);
  }

  @Test
  void aKeyThatCannotBeMadeIsRefused() throws Exception {
    for (String body :
        List.of(
            "{}",
            "{\"scopes\": []}",
            "{\"scopes\": [\"everything\"]}",
            "{\"scopes\": [\"read\"], \"tenant\": \"A/B\"}",
            "{\"scopes\": [\"read\"], \"expires\": \"tomorrow\"}",
            "{\"scopes\": [\"read\"], \"scops\": 1}",
            "{\"scopes\": [\"read\"], \"scopes\": [\"admin\"]}",
            "[",
            "[]")) {
      assertThat(call("POST", "/v1/keys", "", body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(server.keys.list(Optional.of(Caller.DEFAULT_TENANT))).isEmpty();
  }
}
