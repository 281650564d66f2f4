package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.client.JobView;
import dev.penstock.client.SubmitRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeadLettersTest {
  private static final String ALL = "/v1/dead-letters";
  private static final String SELECTIONS = ALL + "/selections";

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

  private JobView ended(String text) throws IOException, InterruptedException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String id = server.client.submit(SubmitRequest.bytes("lines", bytes)).id();
    return server.client.ended(id, TestServer.PATIENCE).orElseThrow();
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  @Test
  void theyAreFoundOverAllJobsAndPageByPage() throws Exception {
    JobView first = ended("die\na\ndie");
    JobView second = ended("a\ndie");
    JsonNode page = json(server.get(ALL + "?stage=check&code=line.died&limit=2"));
    assertThat(page.path("deadLetters"))
        .extracting(letter -> letter.path("job").asString())
        .containsExactly(first.id(), first.id());
    JsonNode rest = json(server.get(page.path("links").path("next").asString()));
    assertThat(rest.path("deadLetters"))
        .extracting(letter -> letter.path("job").asString())
        .containsExactly(second.id());
    assertThat(json(server.get(ALL + "?code=other")).path("deadLetters")).isEmpty();
    assertThat(json(server.get(ALL + "?job=" + second.id())).path("deadLetters")).hasSize(1);
  }

  @Test
  void theyAreGroupedByWhatTheyDiedOf() throws Exception {
    ended("die\na\ndie");
    ended("a\ndie");
    JsonNode groups = json(server.get(ALL + "/groups")).path("groups");
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).path("code").asString()).isEqualTo("line.died");
    assertThat(groups.get(0).path("chunks").asLong()).isEqualTo(3);
    assertThat(groups.get(0).path("jobs").asLong()).isEqualTo(2);
  }

  @Test
  void aSelectionIsCountedFirstAndReplaysJustWhatWasCounted() throws Exception {
    JobView chosen = ended("die\na");
    HttpResponse<String> frozen = server.post(SELECTIONS + "?code=line.died", "");
    assertThat(frozen.statusCode()).isEqualTo(201);
    assertThat(json(frozen).path("chunks").asLong()).isEqualTo(1);
    String self = frozen.headers().firstValue("Location").orElseThrow();
    JobView later = ended("a\ndie");
    server.lines.healed.set(true);

    assertThat(json(server.get(self)).path("jobs").asLong()).isEqualTo(1);
    JsonNode replayed = json(server.post(self + "/replay", ""));
    assertThat(replayed.path("chunks").asLong()).isEqualTo(1);
    assertThat(server.client.ended(chosen.id(), TestServer.PATIENCE).orElseThrow().counts().dead())
        .isZero();
    assertThat(server.client.job(later.id()).counts().dead()).isEqualTo(1);

    JsonNode again = json(server.post(self + "/replay", ""));
    assertThat(again.path("chunks").asLong()).isZero();
    assertThat(again.path("refused").get(0).path("why").asString()).contains("no such dead letter");
  }

  @Test
  void anUnknownSelectionIsRefused() throws Exception {
    for (String id : List.of("x", "01m804w41tbfnpg2d3qw7sbn7x")) {
      HttpResponse<String> refused = server.post(SELECTIONS + "/" + id + "/replay", "");
      assertThat(refused.statusCode()).isEqualTo(404);
      assertThat(refused.body()).contains("selection.unknown");
    }
  }

  @Test
  void aPayloadIsLookedAtEditedAndReplayed() throws Exception {
    JobView job = ended("a\ndie");
    JsonNode links =
        json(server.get(ALL + "?job=" + job.id())).path("deadLetters").get(0).path("links");
    assertThat(server.get(links.path("payload").asString()).body()).isEqualTo("die");
    HttpResponse<String> replayed = server.post(links.path("replay").asString(), "fix");
    assertThat(replayed.statusCode()).isEqualTo(200);
    JobView after = server.client.ended(job.id(), TestServer.PATIENCE).orElseThrow();
    assertThat(after.counts().repaired()).isEqualTo(1);
    assertThat(after.counts().dead()).isZero();
    assertThat(server.post(links.path("replay").asString(), "").body())
        .contains("dead_letter.unknown");
  }
}
