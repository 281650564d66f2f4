package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Scope;
import dev.penstock.server.openapi.Operation;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document says what the server does: same operations, same parameters, same answers. */
class OpenApiTest {
  @TempDir Path folder;
  private TestServer server;
  private JsonNode api;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(folder);
    api = json(server.get("/v1/openapi.json"));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  @Test
  void itHasEveryOperationOfTheTableAndNoOther() throws IOException {
    var there = new TreeSet<String>();
    for (Route route : HttpPageTest.routes(server)) {
      Stream.of(route.allow().split(", "))
          .filter(method -> !method.equals("HEAD") || route.action("GET").isEmpty())
          .forEach(method -> there.add(method + " " + route.template()));
    }
    assertThat(Operation.all())
        .extracting(operation -> operation.method() + " " + operation.path())
        .containsExactlyInAnyOrderElementsOf(there);
  }

  @Test
  void itNamesTheScopeThatEachOperationTakes() {
    assertThat(scope("/v1/jobs", "get")).isEqualTo("read");
    assertThat(scope("/v1/pipelines/{pipeline}/jobs", "post")).isEqualTo("submit");
    assertThat(scope("/v1/jobs/{job}", "delete")).isEqualTo("operate");
    assertThat(scope("/v1/keys", "post")).isEqualTo("admin");
    assertThat(scope("/health/live", "get")).isEmpty();
  }

  private String scope(String path, String method) {
    return api.path("paths")
        .path(path)
        .path(method)
        .path("security")
        .path(0)
        .path("key")
        .path(0)
        .asString("");
  }

  @Test
  void eachPipelineHasAPathWithTheInputsThatItDeclares() {
    JsonNode parameters =
        api.path("paths").path("/v1/pipelines/lines/jobs").path("post").path("parameters");
    assertThat(parameters)
        .extracting(parameter -> parameter.path("name").stringValue())
        .contains("mode", "copies", "successUri", "priority");
    for (JsonNode parameter : parameters) {
      if (parameter.path("name").stringValue().equals("mode")) {
        assertThat(parameter.path("schema").path("enum")).hasSize(2);
        assertThat(parameter.path("schema").path("default").stringValue()).isEqualTo("keep");
      }
    }
    assertThat(api.path("paths").has("/v1/pipelines/callbacks/jobs")).isFalse();
  }

  @Test
  void noParameterThatItNamesIsUnknownAndNoOtherIsKnown() throws Exception {
    for (Operation operation : Operation.all()) {
      if (operation.path().matches(".*\\{.*|/metrics|/health/.*")) {
        continue;
      }
      for (String each : operation.query()) {
        String name = each.split(":", 2)[0];
        assertThat(refusal(operation, name))
            .as(operation + " " + name)
            .isNotEqualTo("query.unknown");
      }
      if (!operation.path().equals("/v1/uploads")) {
        assertThat(refusal(operation, "nonesuch"))
            .as(operation.toString())
            .isEqualTo("query.unknown");
      }
    }
  }

  private String refusal(Operation operation, String parameter) throws Exception {
    HttpResponse<String> response =
        server.send(
            HttpRequest.newBuilder(server.at(operation.path() + "?" + parameter + "=1"))
                .method(operation.method(), BodyPublishers.noBody()));
    assertThat(response.statusCode()).as(operation.toString()).isLessThan(500);
    return response.statusCode() < 400 || response.body().isEmpty()
        ? ""
        : json(response).path("code").asString("");
  }

  @Test
  void whatIsAnsweredIsAsItSays() throws Exception {
    String job =
        json(server.post("/v1/pipelines/lines/jobs", "good\nbad\ndie", "Prefer", "wait=20"))
            .path("id")
            .stringValue();
    checkAnswer("Ticket", server.post("/v1/pipelines/lines/jobs", "good"));
    checkAnswer("Job", server.get("/v1/jobs/" + job));
    checkAnswer("JobList", server.get("/v1/jobs?limit=1"));
    checkAnswer("EventList", server.get("/v1/jobs/" + job + "/events"));
    checkAnswer("PipelineList", server.get("/v1/pipelines"));
    checkAnswer("Pipeline", server.get("/v1/pipelines/geometry"));
    checkAnswer("CollectionList", server.get("/v1/collections"));
    checkAnswer("Problem", server.get("/v1/jobs/none"));
    String hook = "{\"url\": \"http://127.0.0.1:1/\"}";
    checkAnswer(
        "Subscription",
        server.send(
            HttpRequest.newBuilder(server.at("/v1/subscriptions/s"))
                .PUT(BodyPublishers.ofString(hook))));
    checkAnswer("SubscriptionList", server.get("/v1/subscriptions?limit=1"));
    checkAnswer("Secret", server.post("/v1/subscriptions/s/secret", ""));
    checkAnswer("Ticket", server.post("/v1/subscriptions/s/test", ""));
    JsonNode deliveries = json(attempted());
    checkAnswer("DeliveryList", attempted());
    String delivery = deliveries.path("deliveries").path(0).path("id").stringValue();
    checkAnswer("Delivery", server.get("/v1/deliveries/" + delivery));
    String admin = "Bearer " + server.key("default", Scope.ADMIN);
    checkAnswer("Key", server.post("/v1/keys", "{\"scopes\": [\"read\"]}", "Authorization", admin));
    checkAnswer("KeyList", server.get("/v1/keys", "Authorization", admin));
    checkAnswer("AuditList", server.get("/v1/audit?limit=1", "Authorization", admin));
  }

  private HttpResponse<String> attempted() throws Exception {
    for (long end = System.nanoTime() + 20_000_000_000L; System.nanoTime() < end; ) {
      HttpResponse<String> page = server.get("/v1/deliveries?limit=1");
      if (json(page).path("deliveries").path(0).path("attempted").asInt(0) > 0) {
        return page;
      }
    }
    throw new AssertionError("nothing was attempted");
  }

  private void checkAnswer(String schema, HttpResponse<String> response) {
    check(api.path("components").path("schemas").path(schema), json(response), schema);
  }

  /** The part of JSON Schema that the document uses. */
  private void check(JsonNode schema, JsonNode value, String at) {
    assertThat(schema.isObject()).as("schema of " + at).isTrue();
    String ref = schema.path("$ref").asString("");
    if (!ref.isEmpty()) {
      check(api.at(ref.substring(1)), value, at);
      return;
    }
    if (schema.has("anyOf")) {
      checkAny(schema.path("anyOf"), value, at);
      return;
    }
    List<String> types =
        schema.path("type").isArray()
            ? schema.path("type").valueStream().map(JsonNode::stringValue).toList()
            : List.of(schema.path("type").stringValue());
    assertThat(types).as("%s = %s", at, value).anyMatch(type -> is(type, value));
    if (schema.has("enum")) {
      assertThat(schema.path("enum")).as(at).contains(value);
    }
    if (value.isArray()) {
      value.forEach(each -> check(schema.path("items"), each, at + "[]"));
    }
    if (value.isObject()) {
      checkObject(schema, value, at);
    }
  }

  private void checkAny(JsonNode choices, JsonNode value, String at) {
    for (JsonNode choice : choices) {
      boolean wantsNull = choice.path("type").asString("").equals("null");
      if (wantsNull == value.isNull()) {
        check(choice, value, at);
        return;
      }
    }
    throw new AssertionError(at + " is none of " + choices);
  }

  private void checkObject(JsonNode schema, JsonNode value, String at) {
    schema
        .path("required")
        .forEach(
            name -> assertThat(value.has(name.stringValue())).as("%s has %s", at, name).isTrue());
    Iterator<Map.Entry<String, JsonNode>> members = value.properties().iterator();
    while (members.hasNext()) {
      Map.Entry<String, JsonNode> member = members.next();
      JsonNode declared = schema.path("properties").path(member.getKey());
      if (declared.isMissingNode()) {
        JsonNode others = schema.path("additionalProperties");
        assertThat(others.isObject()).as("%s has an undeclared %s", at, member.getKey()).isTrue();
        check(others, member.getValue(), at + "." + member.getKey());
      } else {
        check(declared, member.getValue(), at + "." + member.getKey());
      }
    }
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      case "null" -> value.isNull();
      default -> throw new AssertionError("no type " + type);
    };
  }
}
