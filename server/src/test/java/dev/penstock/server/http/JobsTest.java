package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blob.Payload;
import dev.penstock.client.JobFilter;
import dev.penstock.client.JobView;
import dev.penstock.client.PenstockException;
import dev.penstock.client.SubmitRequest;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.RetryPolicy;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {
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

  private String submit(String text) throws IOException, InterruptedException {
    return server
        .client
        .submit(SubmitRequest.bytes("lines", text.getBytes(StandardCharsets.UTF_8)))
        .id();
  }

  private JobView ended(String text) throws IOException, InterruptedException {
    return server.client.ended(submit(text), TestServer.PATIENCE).orElseThrow();
  }

  @Test
  void jobsAreListedNewestFirstInPages() throws Exception {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      ids.addFirst(ended(i == 2 ? "die" : "a").id());
    }
    List<JobView> first = server.client.jobs(JobFilter.newest(2));
    List<JobView> rest = server.client.jobs(JobFilter.newest(10).before(first.getLast().id()));
    assertThat(first).extracting(JobView::id).isSubsetOf(ids).hasSize(2);
    assertThat(rest).extracting(JobView::id).hasSize(3).doesNotContain(first.getFirst().id());
    assertThat(server.client.jobs(JobFilter.newest(10).status("failed"))).hasSize(1);
    assertThat(server.client.jobs(JobFilter.newest(10).pipeline("geometry"))).isEmpty();
    assertThat(server.get("/v1/jobs?pipeline=geometri").body())
        .contains("pipeline.unknown", "Did you mean geometry?");
    assertThat(server.get("/v1/jobs?limit=2&status=successful,failed").body())
        .contains("\"next\":\"/v1/jobs?before=")
        .contains("limit=2&status=successful%2Cfailed");
  }

  @Test
  void aBadFilterIsRefusedWithAHint() throws Exception {
    assertThat(server.get("/v1/jobs?status=sucessful").body())
        .contains("query.invalid", "nearest: successful");
    assertThat(server.get("/v1/jobs?limt=2").body()).contains("query.unknown", "limit?");
    assertThat(server.get("/v1/jobs?limit=0").body()).contains("from 1 to 1000");
    assertThat(server.get("/v1/jobs?limit=%ff").statusCode()).isEqualTo(400);
    assertThat(server.get("/v1/jobs?before=x").body()).contains("must be a job id");
  }

  @Test
  void anUnknownJobIs404EverywhereUnderIt() throws Exception {
    for (String id : List.of("nope", "01m804w41tbfnpg2d3qw7sbn7x")) {
      for (String rest : List.of("", "/events", "/rejects", "/results", "/dead-letters")) {
        assertThat(server.get("/v1/jobs/" + id + rest).body()).contains("job.unknown");
      }
    }
  }

  @Test
  void anUnchangedJobIsNotSentAgain() throws Exception {
    String path = "/v1/jobs/" + ended("a").id();
    HttpResponse<String> first = server.get(path);
    String tag = first.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again = server.get(path, "If-None-Match", "\"x\", W/" + tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("ETag")).hasValue(tag);
    assertThat(server.get(path, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
  }

  @Test
  void aWaitingReaderIsToldOfTheChange() throws Exception {
    String id = submit("hold");
    server.client.follow(
        id,
        0,
        event -> {
          if (event.kind().equals("started")) {
            // The follower stands in for a reader that knows the job runs; let it end then.
            server.lines.release.countDown();
          }
        });
    HttpResponse<String> done = server.get("/v1/jobs/" + id, "Prefer", "wait=20");
    assertThat(done.body()).contains("\"status\":\"successful\"");
    assertThat(done.headers().firstValue("Preference-Applied")).hasValue("wait=20");
  }

  @Test
  void aReaderThatWaitsForItsOldPictureToChangeIsNotAnsweredBefore() throws Exception {
    String id = submit("hold");
    while (!server.client.job(id).stages().get(1).chunks().equals(running())) {
      Thread.onSpinWait();
    }
    HttpResponse<String> now = server.get("/v1/jobs/" + id);
    String tag = now.headers().firstValue("ETag").orElseThrow();
    CompletableFuture<HttpResponse<String>> waiting =
        server.raw.sendAsync(
            HttpRequest.newBuilder(server.at("/v1/jobs/" + id))
                .header("If-None-Match", tag)
                .header("Prefer", "wait=30")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(server.get("/v1/jobs/" + id, "If-None-Match", tag, "Prefer", "wait=0").statusCode())
        .isEqualTo(304);
    assertThat(waiting).isNotDone();
    server.lines.release.countDown();
    assertThat(waiting.get().statusCode()).isEqualTo(200);
    assertThat(waiting.get().headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
  }

  private static JobView.Chunks running() {
    return new JobView.Chunks(0, 0, 1, 0, 0, 0);
  }

  @Test
  void theTimelineComesInPages() throws Exception {
    String id = ended("a\nb").id();
    String all = server.get("/v1/jobs/" + id + "/events").body();
    assertThat(all).contains("\"kind\":\"accepted\"", "\"kind\":\"succeeded\"");
    String page = server.get("/v1/jobs/" + id + "/events?after=1&limit=1").body();
    assertThat(page)
        .contains("\"seq\":2", "/events?after=2&limit=1")
        .doesNotContain("\"seq\":1,", "\"seq\":3");
  }

  @Test
  void anEventStreamEndsWithTheJobAndGoesOnWhereItStopped() throws Exception {
    String path = "/v1/jobs/" + ended("a\nbad").id() + "/events";
    HttpResponse<String> all = server.get(path, "Accept", "text/event-stream");
    assertThat(all.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    List<String> ids = ids(all.body());
    assertThat(ids).startsWith("1", "2").isSorted();
    assertThat(all.body()).endsWith("}\n\n").contains("\"kind\":\"succeeded\"");
    HttpResponse<String> rest =
        server.get(path, "Accept", "text/event-stream", "Last-Event-ID", ids.get(1));
    assertThat(ids(rest.body())).isEqualTo(ids.subList(2, ids.size()));
  }

  private static List<String> ids(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("id: "))
        .map(line -> line.substring(4))
        .toList();
  }

  @Test
  void aSilentStreamBeatsAndTellsNewsAtOnce() throws Exception {
    String id = submit("hold");
    try (var socket = new RawHttp(server.http.base())) {
      socket.say(
          "GET /v1/jobs/"
              + id
              + "/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
      String heard = socket.hear("started");
      while (heard.split(": still here", -1).length < 4) {
        heard += socket.hear(": still here");
      }
      server.lines.release.countDown();
      assertThat(socket.hear("succeeded")).contains("succeeded");
    }
  }

  @Test
  void rejectsComeAsLinesWithCodeAndLimit() throws Exception {
    String id = ended("bad\nbad\nbad\na\nbad").id();
    HttpResponse<String> all = server.get("/v1/jobs/" + id + "/rejects");
    assertThat(all.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(all.body().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("{\"code\":\"line."));
    assertThat(server.get("/v1/jobs/" + id + "/rejects?limit=2").body().lines()).hasSize(2);
    List<String> even = all.body().lines().filter(line -> line.contains("line.even")).toList();
    assertThat(even).isNotEmpty().hasSizeLessThan(4);
    assertThat(server.get("/v1/jobs/" + id + "/rejects?code=line.even").body().lines())
        .containsExactlyElementsOf(even);
    assertThat(server.get("/v1/jobs/" + id + "/rejects?code=line.eve").body()).isEmpty();
    Path file = folder.resolve("rejects.ndjson");
    assertThat(server.client.rejects(id, file)).isEqualTo(Files.size(file));
    assertThat(Files.readString(file)).isEqualTo(all.body());
  }

  @Test
  void aResultFileIsServedWholeInPartsAndOnlyWhenNew() throws Exception {
    String id = ended("a").id();
    String path = "/v1/jobs/" + id + "/results/lines.txt";
    String content = "0123456789abcde\n".repeat(LinesPipeline.FILE_COPIES);
    HttpResponse<String> whole = server.get(path);
    assertThat(whole.body()).isEqualTo(content);
    assertThat(whole.headers().firstValue("Content-Length")).hasValue("" + content.length());
    assertThat(whole.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("lines.txt");
    for (String[] range :
        new String[][] {{"bytes=3-5", "345"}, {"bytes=1020-", "cde\n"}, {"bytes=-2", "e\n"}}) {
      HttpResponse<String> part = server.get(path, "Range", range[0]);
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(range[1]);
      assertThat(part.headers().firstValue("Content-Range").orElseThrow()).endsWith("/1024");
    }
    HttpRequest.Builder head = HttpRequest.newBuilder(server.at(path)).HEAD();
    assertThat(server.send(head, "Range", "bytes=0-1").statusCode()).isEqualTo(200);
    assertThat(server.get(path, "Range", "bytes=5-3").statusCode()).isEqualTo(200);
    HttpResponse<String> outside = server.get(path, "Range", "bytes=1024-");
    assertThat(outside.statusCode()).isEqualTo(416);
    assertThat(outside.headers().firstValue("Content-Range")).hasValue("bytes */1024");
    String tag = whole.headers().firstValue("ETag").orElseThrow();
    assertThat(server.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(server.get(path, "Range", "bytes=0-1", "If-Range", tag).body()).isEqualTo("01");
    assertThat(server.get(path, "Range", "bytes=0-1", "If-Range", "\"x\"").body())
        .isEqualTo(content);
  }

  @Test
  void headTellsTheSameWithoutTheBody() throws Exception {
    String id = ended("a").id();
    HttpRequest.Builder head = HttpRequest.newBuilder(server.at("/v1/jobs/" + id)).HEAD();
    HttpResponse<String> job = server.send(head);
    assertThat(job.body()).isEmpty();
    assertThat(job.headers().firstValue("ETag"))
        .isEqualTo(server.get("/v1/jobs/" + id).headers().firstValue("ETag"));
    HttpRequest.Builder file =
        HttpRequest.newBuilder(server.at("/v1/jobs/" + id + "/results/lines.txt")).HEAD();
    assertThat(server.send(file).headers().firstValue("Content-Length")).hasValue("1024");
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void noStreamStaysOpenHoweverAResultIsAskedFor() throws Exception {
    String id = ended("a\nbad").id();
    String file = "/v1/jobs/" + id + "/results/lines.txt";
    for (int i = 0; i < 10; i++) {
      assertThat(server.send(HttpRequest.newBuilder(server.at(file)).HEAD()).statusCode())
          .isEqualTo(200);
      assertThat(server.get(file).statusCode()).isEqualTo(200);
      assertThat(server.get(file, "Range", "bytes=5-9").statusCode()).isEqualTo(206);
      assertThat(server.get("/v1/jobs/" + id + "/rejects").statusCode()).isEqualTo(200);
      try (var gone = new RawHttp(server.http.base())) {
        gone.say("GET " + file + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      }
    }
    assertThat(server.http.stop(TestServer.PATIENCE)).isTrue();
    assertThat(server.blobs.reading).hasValue(0);
  }

  @Test
  void headOfAStreamNamesNoLength() throws Exception {
    String id = ended("a\nbad").id();
    HttpRequest.Builder head =
        HttpRequest.newBuilder(server.at("/v1/jobs/" + id + "/rejects")).HEAD();
    HttpResponse<String> answer = server.send(head);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
    assertThat(answer.body()).isEmpty();
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void anEngineOnAFullDiskIsAnswered507AndIsNotReady() throws Exception {
    server.narrow.full = true;
    HttpResponse<String> refused = server.post("/v1/pipelines/lines/jobs", "a");
    assertThat(refused.statusCode()).isEqualTo(507);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(refused.body()).contains("store.full", "the engine's file is full");
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(server.get("/health/ready").body()).contains("The engine's disk is full");
    server.narrow.full = false;
    assertThat(server.post("/v1/pipelines/lines/jobs", "a").statusCode()).isEqualTo(202);
  }

  @Test
  void aResultElsewhereIsSentThereAndAnUnknownOneNamesTheNearest() throws Exception {
    String id = ended("a").id();
    HttpResponse<String> link = server.get("/v1/jobs/" + id + "/results/items");
    assertThat(link.statusCode()).isEqualTo(303);
    assertThat(link.headers().firstValue("Location")).hasValue("/v1/collections/x/items");
    assertThat(server.get("/v1/jobs/" + id + "/results/line.txt").body())
        .contains("result.unknown", "Did you mean lines.txt?");
    assertThat(server.get("/v1/jobs/" + id + "/results").body())
        .contains("\"bytes\":1024", "/results/lines.txt", "/v1/collections/x/items");
  }

  @Test
  void deletingALiveJobDismissesItAndDeletingItAgainRemovesIt() throws Exception {
    String id = submit("hold\n" + "x".repeat(70_000));
    HttpResponse<String> dismissed =
        server.send(HttpRequest.newBuilder(server.at("/v1/jobs/" + id)).DELETE());
    assertThat(dismissed.statusCode()).isEqualTo(200);
    assertThat(dismissed.body()).contains("\"status\":\"dismissed\"", "Dismissed after");
    server.client.delete(id);
    assertThat(server.get("/v1/jobs/" + id).statusCode()).isEqualTo(404);
    assertThat(server.blobOwners()).doesNotContain(id);
    assertThatThrownBy(() -> server.client.delete(id))
        .isInstanceOfSatisfying(
            PenstockException.class, e -> assertThat(e.code()).isEqualTo("job.unknown"));
  }

  @Test
  void deadLettersAreListedAndReplayed() throws Exception {
    JobView job = ended("a\ndie\ndie");
    assertThat(job.counts().dead()).isEqualTo(2);
    assertThat(job.partial()).isTrue();
    assertThat(job.report().summary()).contains("1 of 3 lines", "2 in dead letters");
    String letters = server.get("/v1/jobs/" + job.id() + "/dead-letters").body();
    assertThat(letters).contains("\"stage\":\"check\"", "line.died", "\"items\":1");
    long chunk =
        server
            .client
            .get("/v1/jobs/" + job.id() + "/dead-letters")
            .path("deadLetters")
            .get(0)
            .path("chunk")
            .asLong();
    server.lines.healed.set(true);
    server.client.replay(job.id(), Set.of(chunk));
    JobView once = server.client.ended(job.id(), TestServer.PATIENCE).orElseThrow();
    assertThat(once.counts().dead()).isEqualTo(1);
    server.client.replay(job.id(), Set.of());
    JobView twice = server.client.ended(job.id(), TestServer.PATIENCE).orElseThrow();
    assertThat(twice.counts()).isEqualTo(new JobView.Counts(3, 3, 0, 0, 0, 0, 0));
    assertThat(server.post("/v1/jobs/" + job.id() + "/replay", "").body()).contains("job.not_now");
    assertThat(server.post("/v1/jobs/" + job.id() + "/replay", "{\"chunk\":[1]}").body())
        .contains("body.invalid");
  }

  @Test
  void aFailedJobSaysWhy() throws Exception {
    JobView job = ended("die");
    assertThat(job.status()).isEqualTo("failed");
    assertThat(job.report().failure()).isNotNull();
    assertThat(job.report().summary()).startsWith("Failed after").contains("nothing_succeeded");
  }

  @Test
  void pipelinesTellWhatTheyTake() throws Exception {
    String all = server.get("/v1/pipelines").body();
    assertThat(all).contains("\"id\":\"lines\"", "\"id\":\"geometry\"");
    String one = server.get("/v1/pipelines/lines").body();
    assertThat(one)
        .contains("\"name\":\"mode\",\"type\":\"keep|drop\",\"default\":\"keep\"")
        .contains("\"name\":\"copies\",\"type\":\"whole number\",\"default\":null");
  }

  @Test
  void wrongMethodsAndPathsAreProblems() throws Exception {
    HttpResponse<String> put = server.post("/v1/jobs", "x");
    assertThat(put.statusCode()).isEqualTo(405);
    assertThat(put.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(put.body()).contains("method.not_allowed");
    assertThat(server.get("/v2/jobs").body()).contains("route.unknown");
    assertThat(server.get("/v1/jobs/").body()).contains("route.unknown");
    assertThat(server.get("/").body()).contains("/v1/pipelines/{pipeline}/jobs");
  }

  private void leftBehind(int version, String stage) {
    var plan =
        new Plan(
            "lines",
            version,
            List.of(new Plan.PlannedStage(stage, Edge.START, RetryPolicy.DEFAULT)));
    server.engine.submit(
        new Submission(
            JobId.next(InstantSource.system()),
            "default",
            plan,
            "",
            new InputValues(Map.of()),
            Payload.inline(new byte[1]),
            Optional.empty()));
  }

  @Test
  void jobsThatNobodyUnderstandsAreSeenAndSoIsWhatToDo() throws Exception {
    assertThat(server.get("/health/ready").body()).contains("Whatever waits is understood here.");
    leftBehind(2, "split");
    leftBehind(2, "split");
    leftBehind(3, "gone");
    HttpResponse<String> ready = server.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body())
        .contains("\"check\":\"versions\",\"well\":false")
        .contains("2 ready chunks at lines/split", "version 2 of the pipeline")
        .contains("1 ready chunk at lines/gone", "Start a server with that version, or dismiss");
    assertThat(server.client.ended(submit("a"), TestServer.PATIENCE)).isPresent();
    assertThat(server.get("/metrics").body())
        .contains("penstock_stranded_chunks{pipeline=\"lines\",stage=\"split\",version=\"2\"} 2")
        .contains("penstock_stranded_chunks{pipeline=\"lines\",stage=\"gone\",version=\"3\"} 1")
        .contains("penstock_stranded_oldest_seconds{pipeline=\"lines\"");
  }

  @Test
  void healthAndMetricsAnswer() throws Exception {
    submit("hold");
    HttpResponse<String> ready = server.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("\"durability\":\"none\"");
    server.blobs.told.set(0);
    HttpResponse<String> full = server.get("/health/ready");
    assertThat(full.statusCode()).isEqualTo(503);
    assertThat(full.body()).contains("not_ready", "Remove ended jobs");
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    String metrics = server.get("/metrics").body();
    assertThat(metrics.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toList()))
        .anyMatch(line -> line.startsWith("penstock_http_ack_seconds_count 1"))
        .anyMatch(line -> line.contains("route=\"/v1/pipelines/{pipeline}/jobs\",status=\"2xx\""))
        .anyMatch(line -> line.startsWith("penstock_stage_running_chunks{pipeline=\"lines\""))
        .anyMatch(line -> line.startsWith("penstock_stage_oldest_ready_seconds"))
        .anyMatch(line -> line.startsWith("penstock_engine_up 1"))
        .anyMatch(line -> line.startsWith("process_resident_memory_bytes"))
        .noneMatch(line -> line.contains("/v1/jobs/0"));
    assertThat(server.get("/metrics", "Accept", "application/openmetrics-text").body())
        .endsWith("# EOF\n");
  }

  @Test
  void aThreadThatEndedIsSeenByWhoAsksWhetherTheServerIsReady() throws Exception {
    server.fallen.add("dispatch-lines-check");
    HttpResponse<String> ready = server.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("\"threads\"", "dispatch-lines-check", "restart the server");
    server.fallen.clear();
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
  }
}
