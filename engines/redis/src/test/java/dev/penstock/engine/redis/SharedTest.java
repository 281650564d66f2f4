package dev.penstock.engine.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.GateLimits;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.Step;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Toll;
import dev.penstock.testkit.RedisServer;
import dev.penstock.testkit.engine.Outcomes;
import io.lettuce.core.Range;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several engines, or processes, on one Redis. */
class SharedTest extends RedisCase {
  private static final int CHUNKS = 400;

  private final Bells otherBells = new Bells();
  private RedisServer server;
  private RedisCommands<String, String> commands;
  private RedisEngine engine;
  private RedisEngine other;

  @BeforeEach
  void openTwo() {
    server = server("--appendfsync", "no");
    commands = commands(server);
    engine = open(server);
    other = open(server.uri(), RedisSettings.DEFAULT, otherBells);
  }

  private static void listen(Bells bells, CountDownLatch rung) {
    bells.onReady("line", "b", rung::countDown);
  }

  private static void assertRings(CountDownLatch rung) throws InterruptedException {
    assertThat(rung.await(30, TimeUnit.SECONDS)).as("the bell rings").isTrue();
  }

  @Test
  void noChunkGoesToTwoEngines() throws Exception {
    JobId id = found(engine, CHUNKS);
    var claimed = new ArrayList<Future<List<Claim.ChunkKey>>>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (RedisEngine each : List.of(engine, other, engine, other)) {
        claimed.add(
            threads.submit(
                () -> {
                  var own = new ArrayList<Claim.ChunkKey>();
                  for (List<Claim> some = claim(each, "b", 7);
                      !some.isEmpty();
                      some = claim(each, "b", 7)) {
                    for (Claim claim : some) {
                      own.add(claim.chunk());
                      apply(each, claim, Outcomes.pass(claim));
                    }
                  }
                  return own;
                }));
      }
    }
    var all = new ArrayList<Claim.ChunkKey>();
    for (Future<List<Claim.ChunkKey>> each : claimed) {
      all.addAll(each.get());
    }
    assertThat(all).hasSize(CHUNKS).doesNotHaveDuplicates();
    drain(other);
    assertThat(job(engine, id).items()).isEqualTo(Tally.ofOk(CHUNKS));
  }

  @Test
  void aGateHoldsOverAllEngines() throws Exception {
    found(engine, 9);
    String gate = Toll.stageGate("line", "b");
    engine.gates().set(gate, GateLimits.concurrency(2));
    List<Claim> held = claim(engine, "b", 9);
    assertThat(held).hasSize(2);
    assertThat(claim(other, "b", 9)).isEmpty();
    var rung = new CountDownLatch(1);
    listen(otherBells, rung);
    apply(engine, held.getFirst(), Outcomes.pass(held.getFirst()));
    assertRings(rung);
    assertThat(claim(other, "b", 9)).hasSize(1);
    other.gates().pause(gate, java.time.Instant.MAX);
    apply(engine, held.getLast(), Outcomes.pass(held.getLast()));
    assertThat(claim(engine, "b", 9)).isEmpty();
    engine.gates().resume(gate);
    assertThat(claim(other, "b", 9)).hasSize(1);
    engine.gates().set("provider", GateLimits.rate(1, Duration.ofHours(1)));
    assertThat(engine.gates().take("provider", 1)).isZero();
    assertThat(other.gates().take("provider", 1)).isPositive();
  }

  /** What runs is counted by the processes themselves, beside the engine. */
  @Test
  void processesShareWorkAndGates() throws Exception {
    engine.gates().set("provider", GateLimits.concurrency(WorkerProcess.GATE));
    submit(engine);
    Claim start = claim(engine, "a", 1).getFirst();
    long[] ones = new long[CHUNKS];
    Arrays.fill(ones, 1);
    var tolls = Outcomes.spawns(Toll.of("provider"), ones);
    apply(engine, start, Outcomes.done(Tally.ofOk(CHUNKS), tolls));
    List<Process> workers =
        List.of(
            WorkerProcess.start(server), WorkerProcess.start(server), WorkerProcess.start(server));
    try {
      for (Process worker : workers) {
        String said = new String(worker.getInputStream().readAllBytes(), UTF_8);
        assertThat(worker.waitFor()).as(said).isZero();
      }
    } finally {
      workers.forEach(Process::destroyForcibly);
    }
    assertThat(commands.scard(WorkerProcess.DONE)).isEqualTo(CHUNKS);
    assertThat(commands.get(WorkerProcess.TWICE)).isNull();
    assertThat(commands.get(WorkerProcess.TOO_MANY)).isNull();
    assertThat(commands.hgetall(WorkerProcess.SHARES)).hasSize(3);
    drain(engine);
    assertThat(job(engine, start.chunk().job()).items()).isEqualTo(Tally.ofOk(CHUNKS));
  }

  @Test
  void whatOneEngineDoesRingsAtTheOther() throws Exception {
    var ready = new CountDownLatch(1);
    listen(otherBells, ready);
    Set<JobId> changed = java.util.concurrent.ConcurrentHashMap.newKeySet();
    try (var watch = otherBells.onChange(changed::add)) {
      JobId id = found(engine, 1);
      assertRings(ready);
      until("the news have come", () -> changed.contains(id));
      assertThat(watch).isNotNull();
    }
    assertThat(claim(other, "b", 1)).hasSize(1);
  }

  /**
   * A bell is a hint. An engine that hears nothing finds its work all the same, and hears again.
   */
  @Test
  void anEngineWhoseSubscriptionIsLostStillWorksAndHearsAgain() throws Exception {
    var rings = new AtomicInteger();
    otherBells.onReady("line", "b", rings::incrementAndGet);
    commands.clientKill(io.lettuce.core.KillArgs.Builder.typePubsub());
    found(engine, 2);
    assertThat(claim(other, "b", 1)).hasSize(1);
    until("it hears again", () -> commands.pubsubNumsub("{p:0}:bell").containsValue(2L));
    int before = rings.get();
    found(engine, 1);
    until("the bell rings", () -> rings.get() > before);
  }

  @Test
  void theLeaseOfADeadConsumerIsTakenBackAndTheConsumerForgotten() {
    RedisEngine forgetful =
        open(server.uri(), RedisSettings.DEFAULT.forget(Duration.ofMillis(1)), new Bells());
    found(engine, 2);
    Duration tiny = Duration.ofMillis(20);
    Claim lost = engine.claim(new Want("line", "b", "dead", 1, tiny)).getFirst();
    assertThat(commands.xpending(STREAM, GROUP).getConsumerMessageCount()).containsKey("dead");
    until("the lease has ended", () -> forgetful.tick().lapsed() == 1);
    Claim second = claim(other, "b", "alive", 1).getFirst();
    assertThat(second.chunk()).isEqualTo(lost.chunk());
    assertThat(second.lease().crashes()).isEqualTo(1);
    assertThat(engine.commit(lost, Outcomes.pass(lost))).isEqualTo(Verdict.FENCED);
    until(
        "only those that hold something are listed",
        () -> {
          forgetful.tick();
          return consumers().keySet().equals(Set.of("alive"));
        });
    // However silent it is.
    until("it is silent for longer", () -> consumers().getOrDefault("alive", 0L) > 20);
    forgetful.tick();
    assertThat(commands.xpending(STREAM, GROUP).getConsumerMessageCount())
        .isEqualTo(Map.of("alive", 1L));
    apply(other, second, Outcomes.pass(second));
  }

  /** How long each has been silent, in milliseconds. */
  private Map<String, Long> consumers() {
    var silent = new HashMap<String, Long>();
    for (Object consumer : commands.xinfoConsumers(STREAM, GROUP)) {
      List<?> facts = (List<?>) consumer;
      silent.put(String.valueOf(facts.get(1)), (Long) facts.get(5));
    }
    return silent;
  }

  /** XINFO's own lag is wrong after a delete on Redis 7.0, so it is not what is asked. */
  @Test
  void lagIsRightWhateverWasDeleted() {
    JobId id = found(engine, 5);
    claim(engine, "b", 2);
    assertThat(gauge(other, "b").ready()).isEqualTo(3);
    assertThat(gauge(other, "b").running()).isEqualTo(2);
    assertThat(gauge(other, "b").oldestReady()).isPositive();
    commands.xrange(STREAM, Range.unbounded()).forEach(e -> commands.xdel(STREAM, e.getId()));
    assertThat(gauge(other, "b").ready()).isEqualTo(3);
    assertThat(gauge(other, "b").running()).isEqualTo(2);
    engine.control(id, new Control.Dismiss());
    engine.control(id, new Control.Remove());
    assertThat(gauge(other, "b").ready()).isZero();
    assertThat(gauge(other, "b").running()).isZero();
    assertThat(gauge(other, "b").oldestReady()).isZero();
  }

  @Test
  void namespacesKnowNothingOfEachOther() {
    RedisEngine blue = open(server.uri(), RedisSettings.DEFAULT.namespace("blue"), new Bells());
    JobId id = found(engine, 3);
    assertThat(blue.log().job(id)).isEmpty();
    assertThat(blue.log().jobs(JobQuery.newest("acme", 9))).isEmpty();
    assertThat(claim(blue, "b", 9)).isEmpty();
    JobId its = found(blue, 2);
    blue.gates().pause(Toll.stageGate("line", "b"), java.time.Instant.MAX);
    drain(engine);
    assertThat(job(engine, id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(blue, its).state()).isEqualTo(JobState.RUNNING);
    assertThat(commands.keys("*"))
        .allMatch(key -> key.startsWith("{p:0}:") || key.startsWith("{blue:0}:"));
  }

  /** 64 MB in one step: as many chunks as a step may spawn, each with all that it may carry. */
  @Test
  void theLargestStepThatThereIsGoesThrough() {
    submit(engine);
    Claim start = claim(engine, "a", 1).getFirst();
    byte[] large = new byte[Payload.MAX_INLINE];
    Arrays.fill(large, (byte) '\n');
    var spawn = Spawn.of(Payload.inline(large), Tally.ofOk(1));
    List<Spawn> spawns = java.util.Collections.nCopies(Step.MAX_SPAWNS, spawn);
    apply(engine, start, Outcomes.done(Tally.ofOk(Step.MAX_SPAWNS), spawns));
    List<Claim> claims = claim(other, "b", Step.MAX_SPAWNS);
    assertThat(claims.size()).isEqualTo(Step.MAX_SPAWNS);
    assertThat(claims.getLast().work().in()).isEqualTo(Payload.inline(large));
    claims.forEach(claim -> apply(other, claim, Outcomes.pass(claim)));
    drain(engine);
    assertThat(job(engine, start.chunk().job()).state()).isEqualTo(JobState.SUCCESSFUL);
  }
}
