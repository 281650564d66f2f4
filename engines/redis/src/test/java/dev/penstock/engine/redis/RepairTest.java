package dev.penstock.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.Beat;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.Pulse;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.testkit.RedisServer;
import dev.penstock.testkit.TestForm;
import dev.penstock.testkit.engine.Outcomes;
import dev.penstock.testkit.engine.Ticking;
import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What somebody does to a Redis behind the engine's back. */
class RepairTest extends RedisCase {
  private static final int CHUNKS = 12;

  /** By what it does to the stream of stage b, of which all chunks run. */
  private static final Map<String, java.util.function.Consumer<RedisCommands<String, String>>>
      DAMAGES = new LinkedHashMap<>();

  static {
    DAMAGES.put("XDEL of some entries", commands -> commands.xdel(STREAM, entries(commands, 5)));
    DAMAGES.put("XDEL of all entries", commands -> commands.xdel(STREAM, entries(commands, 99)));
    DAMAGES.put("XTRIM", commands -> commands.xtrim(STREAM, 0));
    DAMAGES.put("DEL of the stream", commands -> commands.del(STREAM));
    DAMAGES.put("XGROUP DESTROY", commands -> commands.xgroupDestroy(STREAM, GROUP));
    DAMAGES.put(
        "XGROUP DELCONSUMER",
        commands -> commands.xgroupDelconsumer(STREAM, Consumer.from(GROUP, "worker")));
    DAMAGES.put("XACK", commands -> commands.xack(STREAM, GROUP, entries(commands, 99)));
    DAMAGES.put("XADD by a stranger", commands -> commands.xadd(STREAM, Map.of("c", "what:1")));
    DAMAGES.put(
        "entries of another key",
        commands -> {
          commands.del(STREAM);
          commands.xadd(STREAM, Map.of("c", "a:1"));
          commands.xadd(STREAM, Map.of("c", "b:1"));
        });
    DAMAGES.put("ids that have become those of other chunks", RepairTest::exchange);
  }

  private static String[] entries(RedisCommands<String, String> commands, int most) {
    return commands.xrange(STREAM, Range.unbounded()).stream()
        .limit(most)
        .map(StreamMessage::getId)
        .toArray(String[]::new);
  }

  /** As when a stream is deleted and begins anew in the same millisecond. */
  private static void exchange(RedisCommands<String, String> commands) {
    var entries = commands.xrange(STREAM, Range.unbounded());
    commands.del(STREAM);
    for (int i = 0; i < entries.size(); i++) {
      var body = entries.get((i + 1) % entries.size()).getBody();
      commands.xadd(STREAM, new XAddArgs().id(entries.get(i).getId()), body);
    }
  }

  private static Beat beat(RedisEngine engine, Claim claim) {
    return engine.beat(List.of(new Pulse(claim, 0, LEASE))).getFirst();
  }

  private static void assertStreamIsRight(
      RedisCommands<String, String> commands, long running, String what) {
    if (running > 0) {
      assertThat(commands.xpending(STREAM, GROUP).getCount()).as(what).isEqualTo(running);
    }
    assertThat(commands.xlen(STREAM)).as(what).isEqualTo(running);
  }

  @Test
  void whateverHappensToAStreamCostsNoChunk() {
    RedisServer server = server("--appendfsync", "no");
    RedisEngine engine = openOnTestClock(server);
    var commands = commands(server);
    DAMAGES.forEach(
        (what, damage) -> {
          JobId id = found(engine, CHUNKS + 2);
          List<Claim> held = claim(engine, "b", CHUNKS);
          assertStreamIsRight(commands, CHUNKS, what);
          damage.accept(commands);
          // Meanwhile work goes on: claims, commits, beats.
          List<Claim> more = claim(engine, "b", "another", 2);
          assertThat(more).as(what).hasSize(2);
          apply(engine, held.getFirst(), Outcomes.pass(held.getFirst()));
          assertThat(beat(engine, held.get(1))).as(what).isEqualTo(Beat.CONTINUE);
          assertThat(engine.tick().lapsed()).as(what).isZero();
          assertStreamIsRight(commands, CHUNKS + 1, what);
          // Leases are what they were: one beats, the others lapse, and nothing else does.
          Ticking.pass(engine, clock, LEASE.minusSeconds(1));
          assertThat(beat(engine, held.get(1))).as(what).isEqualTo(Beat.CONTINUE);
          assertThat(engine.tick().lapsed()).as(what).isZero();
          assertThat(Ticking.pass(engine, clock, Duration.ofSeconds(2)).lapsed())
              .as(what)
              .isEqualTo(CHUNKS);
          apply(engine, held.get(1), Outcomes.pass(held.get(1)));
          drain(engine);
          assertThat(job(engine, id).state()).as(what).isEqualTo(JobState.SUCCESSFUL);
          assertThat(job(engine, id).items()).as(what).isEqualTo(Tally.ofOk(CHUNKS + 2));
          assertStreamIsRight(commands, 0, what);
        });
  }

  @Test
  void moreLostEntriesThanOneCommandTakesAreRepaired() {
    int chunks = 9_000;
    RedisServer server = server("--appendfsync", "no");
    RedisEngine engine = openOnTestClock(server);
    submit(engine);
    Claim start = claim(engine, "a", 1).getFirst();
    for (int i = 0; i < chunks; i += 1_000) {
      var spawns = Outcomes.spawns("", new long[1_000]);
      var step = Outcomes.checkpoint("" + i, Tally.ZERO, spawns);
      apply(engine, start, Outcomes.numbered(1 + i / 1_000, step));
    }
    for (int claimed = 0; claimed < chunks; ) {
      int more = claim(engine, "b", chunks).size();
      assertThat(more).isPositive();
      claimed += more;
    }
    var commands = commands(server);
    commands.del(STREAM);
    assertThat(engine.tick().lapsed()).isZero();
    assertStreamIsRight(commands, chunks, "DEL");
    assertThat(Ticking.pass(engine, clock, LEASE.plusSeconds(1)).lapsed()).isEqualTo(chunks + 1);
  }

  /** Their news are told in one answer. */
  @Test
  void moreJobsThanOneCommandTakesChangeInOneTick() {
    int jobs = TestForm.choose(8_200, 20_000);
    RedisServer server = server("--appendfsync", "no");
    RedisEngine engine = openOnTestClock(server);
    open(server);
    for (int i = 0; i < jobs; i++) {
      submit(engine);
    }
    assertThat(claim(engine, "a", jobs).size()).isEqualTo(jobs);
    assertThat(Ticking.pass(engine, clock, LEASE.plusSeconds(1)).lapsed()).isEqualTo(jobs);
  }

  @Test
  void functionsThatSomebodyFlushesAreLoadedAgain() throws Exception {
    RedisServer server = server("--appendfsync", "no");
    RedisEngine engine = open(server);
    var over = new AtomicBoolean();
    var jobs = new ArrayList<Future<List<JobId>>>();
    try (var threads = Executors.newFixedThreadPool(3)) {
      for (int i = 0; i < 3; i++) {
        jobs.add(
            threads.submit(
                () -> {
                  var own = new ArrayList<JobId>();
                  while (!over.get()) {
                    own.add(submit(engine));
                    drain(engine);
                  }
                  return own;
                }));
      }
      var commands = commands(server);
      for (int i = 0; i < TestForm.choose(30, 1_000); i++) {
        commands.functionFlush(io.lettuce.core.FlushMode.SYNC);
        commands.scriptFlush();
        commands.ping();
      }
      over.set(true);
      // Each thread drains what it finds, also jobs of the others: they end when all have ended.
      var submitted = new ArrayList<JobId>();
      for (Future<List<JobId>> each : jobs) {
        submitted.addAll(each.get());
      }
      drain(engine);
      assertThat(submitted)
          .isNotEmpty()
          .allSatisfy(id -> assertThat(job(engine, id).state()).isEqualTo(JobState.SUCCESSFUL));
    }
  }

  private static void assertNothingLooksEmpty(RedisEngine engine, JobId id, Claim claim) {
    var calls =
        List.<Runnable>of(
            () -> engine.submit(order()),
            () -> claim(engine, "b", 1),
            () -> engine.commit(claim, Outcomes.pass(claim)),
            () -> beat(engine, claim),
            () -> engine.control(id, new Control.Dismiss()),
            engine::tick,
            () -> engine.log().job(id),
            () -> engine.log().jobs(JobQuery.newest("acme", 10)),
            () -> engine.log().gauges(),
            () -> engine.gates().list());
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThatThrownBy(call::run)
                    .isInstanceOf(EngineUnavailableException.class)
                    .hasMessageContaining("the jobs of this Redis are gone"));
  }

  @Test
  void aFlushedRedisIsNotTakenForOneWithoutJobs() {
    RedisServer server = server();
    RedisEngine engine = open(server);
    JobId id = found(engine, 3);
    Claim claim = claim(engine, "b", 1).getFirst();
    commands(server).flushall();
    assertNothingLooksEmpty(engine, id, claim);
    // Whoever starts anew begins with nothing; whoever knows of more still says so.
    RedisEngine fresh = open(server);
    assertThat(fresh.log().jobs(JobQuery.newest("acme", 10))).isEmpty();
    submit(fresh);
    assertNothingLooksEmpty(engine, id, claim);
  }

  @Test
  void aRedisThatCameUpWithoutItsFilesIsNotTakenForOneWithoutJobs() throws IOException {
    RedisServer server = server();
    RedisEngine engine = open(server);
    JobId id = found(engine, 3);
    Claim claim = claim(engine, "b", 1).getFirst();
    server.kill();
    Path kept = scratch.resolve("redis-1").resolve("appendonlydir");
    try (Stream<Path> files = Files.list(kept)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    server.restart();
    until("it is up", () -> answers(engine));
    assertNothingLooksEmpty(engine, id, claim);
  }

  private static boolean answers(RedisEngine engine) {
    try {
      engine.log().gauges();
      return true;
    } catch (EngineUnavailableException e) {
      return String.valueOf(e.getMessage()).contains("are gone");
    }
  }
}
