package dev.penstock.server.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.pipeline.Toll;
import dev.penstock.server.config.ConfigException;
import dev.penstock.testkit.RedisServer;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.models.stream.PendingMessage;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsTest {
  private static final String IN = "penstock:in";
  private static final String DEAD = "penstock:dead";
  private static final String DONE = "penstock:completions";
  private static final String GROUP = "penstock";
  private static final String FIELD =
      """
      {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":\
      [[[0,0],[1,0],[1,1],[0,1],[0,0]]]}}\
      """;

  @TempDir Path folder;
  @TempDir Path files;
  private RedisServer server;
  private RedisClient client;
  private RedisCommands<String, String> redis;

  @BeforeEach
  void startRedis() {
    server = RedisServer.start(files);
    client = RedisClient.create(server.uri());
    redis = client.connect().sync();
  }

  @AfterEach
  void stopRedis() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    server.close();
  }

  private ConfiguredServer penstock(String... settings) throws Exception {
    var words = new ArrayList<>(List.of("streams.url", server.uri()));
    words.addAll(List.of(settings));
    return new ConfiguredServer(folder, words.toArray(String[]::new));
  }

  private String put(Object... words) {
    return redis.xadd(IN, words);
  }

  /** So many entries of a stream, once they are there, and no more of them. */
  @SuppressWarnings("unchecked") // Lettuce takes a generic array
  private List<StreamMessage<String, String>> entries(String stream, int count) {
    String last = "0-0";
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (redis.xlen(stream) < count) {
      assertThat(System.nanoTime()).as("waits for %d in %s", count, stream).isLessThan(deadline);
      // Waits at the server for whatever comes behind the last one.
      var behind = XReadArgs.StreamOffset.from(stream, last);
      var more = redis.xread(XReadArgs.Builder.block(500), behind);
      last = more.isEmpty() ? last : more.getLast().getId();
    }
    List<StreamMessage<String, String>> all = redis.xrange(stream, Range.unbounded());
    assertThat(all).hasSize(count);
    return all;
  }

  private Map<String, String> only(String stream) {
    return entries(stream, 1).getFirst().getBody();
  }

  private void assertSettled() {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (redis.xpending(IN, GROUP).getCount() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(redis.xpending(IN, GROUP).getCount()).isZero();
  }

  @Test
  void anEntryBecomesAJobIsAcknowledgedAndItsEndIsPublished() throws Exception {
    String id = put("pipeline", "geometry", "payload", FIELD, "collection", "fields");
    try (ConfiguredServer penstock = penstock("http.public-url", "https://penstock.example")) {
      Map<String, String> end = only(DONE);
      assertThat(end)
          .containsEntry("status", "successful")
          .containsEntry("pipeline", "geometry")
          .containsEntry("name", id)
          .containsEntry("in", "1")
          .containsEntry("ok", "1")
          .containsEntry("rejected", "0")
          .containsEntry("round", "0")
          .containsEntry("event", end.get("job") + "-0-successful")
          .containsEntry("self", "https://penstock.example/v1/jobs/" + end.get("job"));
      assertSettled();
      assertThat(penstock.get("/v1/collections/fields").path("features").asInt()).isEqualTo(1);
      assertThat(penstock.get("/v1/jobs").path("jobs")).hasSize(1);
      assertThat(penstock.text("/metrics"))
          .contains("penstock_stream_entries_total{outcome=\"taken\"} 1.0");
    }
    assertThat(redis.exists(DEAD)).isZero();
  }

  @Test
  void aJobThatFailsIsPublishedTooAndSoIsOneThatCameByHttp() throws Exception {
    put("pipeline", "geometry", "payload", "{\"type\":\"Nothing\"}", "name", "hopeless");
    try (ConfiguredServer penstock = penstock()) {
      assertThat(only(DONE))
          .containsEntry("status", "failed")
          .containsEntry("name", "hopeless")
          .containsKey("failure-code");
      assertSettled();
      assertThat(penstock.get("/v1/jobs").path("jobs")).hasSize(1);
    }
  }

  /** What cannot become a job: the code of the reason, and the fields. */
  private static final List<String> UNUSABLE =
      List.of(
          "stream.field|pipeline=geometry",
          "stream.field|payload={}",
          "stream.field|pipeline=geometry|payload={}|payload-url=https://example.org/",
          "stream.field|pipeline=geometry|payload={}|name=a|name=b",
          "pipeline.unknown|pipeline=geometri|payload={}",
          "pipeline.unknown|pipeline=completions|payload={}",
          "input.unknown|pipeline=geometry|payload={}|colection=fields",
          "input.repeated|pipeline=geometry|payload={}|collection=a|collection=b",
          "query.invalid|pipeline=geometry|payload={}|priority=10",
          "payload.empty|pipeline=geometry|payload=",
          "payload.not_json|pipeline=geometry|payload=never",
          "payload.encoding|pipeline=geometry|payload={}|encoding=br",
          "payload.not_gzip|pipeline=geometry|payload={}|encoding=gzip",
          "payload.address|pipeline=geometry|payload-url=http://127.0.0.1:1/",
          "payload.address|pipeline=geometry|payload-url=http://169.254.169.254/latest",
          "idempotency.key_invalid|pipeline=geometry|payload={}|key=a b");

  @Test
  void anEntryThatCannotBecomeAJobLiesInTheDeadStreamAsItWasWithTheReason() throws Exception {
    var ids = new ArrayList<String>();
    UNUSABLE.forEach(line -> ids.add(raw(line)));
    try (ConfiguredServer penstock = penstock()) {
      List<StreamMessage<String, String>> dead = entries(DEAD, UNUSABLE.size());
      for (int i = 0; i < UNUSABLE.size(); i++) {
        String[] words = UNUSABLE.get(i).split("\\|", -1);
        Map<String, String> body = dead.get(i).getBody();
        assertThat(body)
            .as(UNUSABLE.get(i))
            .containsEntry("dead-code", words[0])
            .containsEntry("dead-entry", ids.get(i))
            .containsEntry("dead-stream", IN)
            .containsEntry("dead-deliveries", "1");
        assertThat(body.get("dead-detail")).isNotBlank();
        for (int j = 1; j < words.length; j++) {
          assertThat(body).containsKey(words[j].substring(0, words[j].indexOf('=')));
        }
      }
      assertSettled();
      assertThat(penstock.get("/v1/jobs").path("jobs")).isEmpty();
      assertThat(penstock.text("/metrics"))
          .contains("penstock_stream_entries_total{outcome=\"dead\"} " + UNUSABLE.size() + ".0");
    }
  }

  /** An entry in which a field may stand twice. */
  private String raw(String line) {
    CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8).addKey(IN).add("*");
    String[] words = line.split("\\|", -1);
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      args.add(words[i].substring(0, equals)).add(words[i].substring(equals + 1));
    }
    return redis.dispatch(CommandType.XADD, new StatusOutput<>(StringCodec.UTF8), args);
  }

  @Test
  void aPayloadThatIsElsewhereIsFetched() throws Exception {
    HttpServer outside =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    outside.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = FIELD.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    outside.start();
    try (ConfiguredServer _ =
        penstock("egress.allow", "127.0.0.0/8", "streams.pipeline", "geometry")) {
      put(
          "payload-url",
          "http://127.0.0.1:" + outside.getAddress().getPort() + "/f",
          "name",
          "far");
      // That of the fetch, and that of the job that it made.
      assertThat(entries(DONE, 2))
          .allSatisfy(end -> assertThat(end.getBody()).containsEntry("name", "far"))
          .extracting(end -> end.getBody().get("pipeline") + " " + end.getBody().get("status"))
          .containsExactlyInAnyOrder("fetch successful", "geometry successful");
    } finally {
      outside.stop(0);
    }
  }

  @Test
  void entriesOfOneKeyAreOneJob() throws Exception {
    put("pipeline", "geometry", "payload", FIELD, "key", "harvest-7");
    put("pipeline", "geometry", "payload", FIELD, "key", "harvest-7");
    put("pipeline", "geometry", "payload", "{}", "key", "harvest-7");
    try (ConfiguredServer penstock = penstock()) {
      assertThat(only(DEAD)).containsEntry("dead-code", "idempotency.conflict");
      only(DONE);
      assertSettled();
      assertThat(penstock.get("/v1/jobs").path("jobs")).hasSize(1);
    }
  }

  @Test
  void whatADeadConsumerLeftIsTakenOver() throws Exception {
    makeGroup();
    put("pipeline", "geometry", "payload", FIELD);
    readAs("dead");
    try (ConfiguredServer _ = penstock("streams.stale", "PT0.2S")) {
      only(DONE);
      assertSettled();
    }
  }

  @Test
  void whatThisServerHadInHandWhenItDiedComesFirst() throws Exception {
    makeGroup();
    String id = put("pipeline", "geometry", "payload", FIELD);
    readAs(WorkerName.of(DataFolder.at(folder)));
    put("pipeline", "geometry", "payload", FIELD);
    try (ConfiguredServer penstock = penstock("streams.stale", "P1D")) {
      entries(DONE, 2);
      assertSettled();
      var jobs = penstock.get("/v1/jobs").path("jobs");
      assertThat(jobs.path(1).path("name").asString()).isEqualTo(id);
    }
  }

  @Test
  void anEntryThatIsNeverSettledIsPoisonInTheEnd() throws Exception {
    makeGroup();
    String poison = put("pipeline", "geometry", "payload", FIELD);
    readAs("dead");
    for (int i = 0; i < 2; i++) {
      redis.xautoclaim(IN, XAutoClaimArgs.Builder.xautoclaim(Consumer.from(GROUP, "dead"), 0, "0"));
    }
    try (ConfiguredServer penstock =
        penstock("streams.stale", "PT0.2S", "streams.deliveries", "3")) {
      assertThat(only(DEAD))
          .containsEntry("dead-code", "stream.poison")
          .containsEntry("dead-entry", poison)
          .containsEntry("dead-deliveries", "4")
          .containsEntry("payload", FIELD);
      assertSettled();
      put("pipeline", "geometry", "payload", FIELD);
      only(DONE);
      assertThat(penstock.text("/metrics"))
          .contains("penstock_stream_entries_total{outcome=\"poison\"} 1.0");
    }
  }

  @Test
  void anEntryThatWasRemovedBeforeItWasSettledIsTold() throws Exception {
    makeGroup();
    String id = put("pipeline", "geometry", "payload", FIELD);
    readAs(WorkerName.of(DataFolder.at(folder)));
    redis.xdel(IN, id);
    try (ConfiguredServer _ = penstock()) {
      assertThat(only(DEAD))
          .containsEntry("dead-code", "stream.entry_gone")
          .containsEntry("dead-entry", id);
      assertSettled();
    }
  }

  @Test
  void entriesWaitWhereTheyAreWhileTheServerHasNoRoomForThem() throws Exception {
    try (ConfiguredServer penstock = penstock("limits.tenant.open-jobs", "1")) {
      String gate = Toll.stageGate("geometry", "split");
      penstock.served.plant().engine().gates().pause(gate, Instant.MAX);
      put("pipeline", "geometry", "payload", FIELD);
      String waits = put("pipeline", "geometry", "payload", FIELD);
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!waitsAlone(waits)) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      assertThat(redis.exists(DEAD)).isZero();
      penstock.served.plant().engine().gates().resume(gate);
      entries(DONE, 2);
      assertSettled();
    }
  }

  private boolean waitsAlone(String id) {
    List<PendingMessage> pending = redis.xpending(IN, GROUP, Range.unbounded(), Limit.from(10));
    return pending.size() == 1
        && pending.getFirst().getId().equals(id)
        // Held, and this delivery does not count.
        && pending.getFirst().getRedeliveryCount() == 0;
  }

  @Test
  void aRedisThatWasKilledIsWaitedForAndNothingIsMissed() throws Exception {
    try (ConfiguredServer penstock = penstock()) {
      put("pipeline", "geometry", "payload", FIELD);
      only(DONE);
      String gate = Toll.stageGate("geometry", "split");
      penstock.served.plant().engine().gates().pause(gate, Instant.MAX);
      String second = put("pipeline", "geometry", "payload", FIELD);
      assertThat(second).isNotNull();
      assertSettled();
      server.kill();
      // It ends while nobody can be told.
      penstock.served.plant().engine().gates().resume(gate);
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (penstock.get("/v1/jobs?status=successful").path("jobs").size() < 2) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      server.restart();
      put("pipeline", "geometry", "payload", FIELD);
      Set<String> told = new HashSet<>();
      entries(DONE, 3).forEach(end -> told.add(end.getBody().get("job")));
      assertThat(told).hasSize(3);
      assertSettled();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "streams.url, http://redis.example",
    "streams.in, a stream",
    "streams.deliveries, 0",
    "streams.stale, PT0S",
    "streams.dead, penstock:in",
    "streams.completions, penstock:in",
  })
  void settingsThatCannotBeUsedAreRefusedByName(String key, String value) {
    assertThatThrownBy(() -> penstock(key, value).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }

  private void makeGroup() {
    redis.xgroupCreate(
        XReadArgs.StreamOffset.from(IN, "0"), GROUP, XGroupCreateArgs.Builder.mkstream());
  }

  @SuppressWarnings("unchecked") // Lettuce takes a generic array
  private void readAs(String consumer) {
    var read =
        redis.xreadgroup(Consumer.from(GROUP, consumer), XReadArgs.StreamOffset.lastConsumed(IN));
    assertThat(read).hasSize(1);
  }
}
