package dev.penstock.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Plan;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.InputValues;
import dev.penstock.testkit.RedisServer;
import dev.penstock.testkit.TestClock;
import dev.penstock.testkit.engine.Outcomes;
import dev.penstock.testkit.engine.Plans;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Redis servers of a test's own, engines on them, and short words for the verbs. */
abstract class RedisCase {
  static final Duration LEASE = Duration.ofSeconds(30);

  /** Stages a, b and c; c stands behind a barrier. */
  static final Plan PLAN = Plans.linear(Edge.START, Edge.EACH, Edge.ALL);

  /** Stream of stage b in the namespace that engines have here. */
  static final String STREAM = "{p:0}:s:line/b:st";

  static final String GROUP = "penstock";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JobIds IDS = new JobIds(InstantSource.system());

  @TempDir Path scratch;
  final TestClock clock = new TestClock();
  final Bells bells = new Bells();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private int servers;

  @AfterEach
  void closeWhatWasOpened() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  <T extends AutoCloseable> T closing(T what) {
    opened.push(what);
    return what;
  }

  RedisServer server(String... options) {
    try {
      Path folder = Files.createDirectory(scratch.resolve("redis-" + ++servers));
      return closing(RedisServer.start(folder, options));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  RedisEngine open(RedisServer server) {
    return open(server.uri(), RedisSettings.DEFAULT);
  }

  RedisEngine open(String uri, RedisSettings settings) {
    return open(uri, settings, bells);
  }

  RedisEngine open(String uri, RedisSettings settings, Bells own) {
    return closing(
        RedisEngine.open(uri, settings, clock, new SplittableRandom(7), EngineLimits.DEFAULT, own));
  }

  /** An engine that goes by the clock of the test. */
  RedisEngine openOnTestClock(RedisServer server) {
    return open(server.uri(), RedisSettings.DEFAULT.time(RedisSettings.Time.CALLER));
  }

  /** Commands as somebody with redis-cli gives them. */
  RedisCommands<String, String> commands(RedisServer server) {
    RedisClient client = closing(RedisClient.create(server.uri()));
    return client.connect().sync();
  }

  static Submission order() {
    return new Submission(
        IDS.next(),
        "acme",
        PLAN,
        "parcels.geojson",
        new InputValues(Map.of("mode", "replace")),
        Outcomes.text("payload"),
        Optional.empty());
  }

  static Submission order(String key) {
    Submission plain = order();
    return new Submission(
        plain.id(),
        plain.tenant(),
        plain.plan(),
        plain.name(),
        plain.inputs(),
        plain.payload(),
        Optional.of(new Idempotency(key, "hash")));
  }

  static JobId submit(Engine engine) {
    Submission order = order();
    assertThat(engine.submit(order)).isEqualTo(new Admission.Accepted(order.id()));
    return order.id();
  }

  static List<Claim> claim(Engine engine, String stage, int max) {
    return claim(engine, stage, "worker", max);
  }

  static List<Claim> claim(Engine engine, String stage, String worker, int max) {
    return engine.claim(new Want("line", stage, worker, max, LEASE));
  }

  static void apply(Engine engine, Claim claim, Step step) {
    assertThat(engine.commit(claim, step)).isEqualTo(Verdict.APPLIED);
  }

  /** A job whose first stage has found that many chunks of one item. */
  static JobId found(Engine engine, int chunks) {
    JobId id = submit(engine);
    Claim start = claim(engine, "a", 1).getFirst();
    assertThat(start.chunk().job()).isEqualTo(id);
    apply(engine, start, Outcomes.findOnes(chunks));
    return id;
  }

  /** Lets everything pass until nothing is ready any more. */
  static void drain(Engine engine) {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (String stage : List.of("a", "b", "c")) {
        for (Claim claim : claim(engine, stage, 1_000)) {
          moved = true;
          engine.commit(claim, stage.equals("a") ? Outcomes.findOnes(2) : Outcomes.pass(claim));
        }
      }
    }
  }

  static Job job(Engine engine, JobId id) {
    return engine.log().job(id).orElseThrow(() -> new AssertionError("job " + id + " is lost"));
  }

  static StageGauge gauge(Engine engine, String stage) {
    return engine.log().gauges().stream()
        .filter(gauge -> gauge.stage().equals(stage))
        .findFirst()
        .orElseThrow();
  }

  /** Calls until Redis answers again. */
  static <T> T again(Supplier<T> call) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (EngineUnavailableException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  static void until(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still not: %s", what).isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }
}
