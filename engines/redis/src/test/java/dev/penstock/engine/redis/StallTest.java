package dev.penstock.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import dev.penstock.testkit.RedisServer;
import dev.penstock.testkit.engine.Outcomes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A Redis that stands still for a while, longer than leases and longer than anybody waits. */
class StallTest extends RedisCase {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final RedisSettings IMPATIENT =
      RedisSettings.DEFAULT.timeout(Duration.ofMillis(400));

  @Test
  void livingHoldersKeepTheirChunksWhenRedisStandsStillForLongerThanTheirLeases() throws Exception {
    RedisServer server = server("--appendfsync", "no");
    var own = new Bells();
    RedisEngine engine = open(server.uri(), IMPATIENT, own);
    var runs = new AtomicInteger();
    var over = new CountDownLatch(1);
    var slow =
        StageSpec.start(
                "slow",
                context -> {
                  runs.incrementAndGet();
                  over.await(60, TimeUnit.SECONDS);
                  return StageResult.done(Tally.ofOk(1), Payload.NONE);
                })
            .lease(SHORT)
            .concurrency(4);
    var pipeline = new Pipeline("toy", 1, "A toy.", Inputs.of(), List.of(slow));
    var blobs = closing(FileBlobStore.open(scratch.resolve("b"), FileBlobStore.Settings.DEFAULT));
    var host =
        closing(
            new PipelineHost(List.of(pipeline), engine, blobs, own, HostSettings.of("w")).start());
    var ids = new ArrayList<JobId>();
    for (int i = 0; i < 4; i++) {
      ids.add(submit(engine, pipeline));
    }
    until("all run", () -> runs.get() == 4);
    for (int stall = 0; stall < 2; stall++) {
      server.freeze();
      standStill(SHORT.plusMillis(1_500));
      server.thaw();
      standStill(SHORT);
    }
    over.countDown();
    for (JobId id : ids) {
      assertThat(host.ended(id, Duration.ofSeconds(30)).orElseThrow().state())
          .isEqualTo(JobState.SUCCESSFUL);
      assertThat(again(() -> engine.log().events(id, 0, 99)))
          .extracting(JobEvent::kind)
          .containsExactly(Kind.ACCEPTED, Kind.STARTED, Kind.STAGE_COMPLETED, Kind.SUCCEEDED);
    }
    assertThat(runs).hasValue(4);
  }

  @Test
  void aHolderThatDiedDuringAStallIsTakenBack() {
    RedisServer server = server("--appendfsync", "no");
    RedisEngine dead = open(server);
    RedisEngine engine = open(server);
    found(engine, 1);
    dead.claim(new Want("line", "b", "dead", 1, SHORT));
    server.freeze();
    standStill(SHORT.plusSeconds(1));
    server.thaw();
    assertThat(again(engine::tick).lapsed()).isZero();
    until("it is taken back", () -> engine.tick().lapsed() == 1);
    assertThat(claim(engine, "b", 1).getFirst().lease().crashes()).isEqualTo(1);
  }

  /** Nobody was there who could have beaten: what went by meanwhile counts. */
  @Test
  void aServerThatStartsAgainAloneDoesNotWaitForItsPredecessor() {
    RedisServer server = server("--appendfsync", "no");
    try (var before =
        RedisEngine.open(
            server.uri(),
            RedisSettings.DEFAULT,
            clock,
            new SplittableRandom(7),
            EngineLimits.DEFAULT,
            bells)) {
      found(before, 1);
      before.claim(new Want("line", "b", "before", 1, SHORT));
    }
    standStill(SHORT.plusMillis(100));
    assertThat(open(server).tick().lapsed()).isEqualTo(1);
  }

  @Test
  void aClaimThatRedisComesToLateTakesNothing() {
    RedisServer server = server("--appendfsync", "no");
    RedisEngine engine = open(server.uri(), IMPATIENT);
    found(engine, 3);
    server.freeze();
    assertThatThrownBy(() -> claim(engine, "b", 2)).isInstanceOf(EngineUnavailableException.class);
    server.thaw();
    again(engine::tick);
    assertThat(gauge(engine, "b").running()).isZero();
    assertThat(claim(engine, "b", 9)).hasSize(3).allMatch(claim -> claim.lease().crashes() == 0);
  }

  @Test
  void submitAndCommitThatRedisComesToLateAreMadeOnce() {
    RedisServer server = server("--appendfsync", "no");
    RedisEngine engine = open(server.uri(), IMPATIENT);
    JobId id = found(engine, 1);
    Claim claim = claim(engine, "b", 1).getFirst();
    Submission order = order();
    server.freeze();
    assertThatThrownBy(() -> engine.submit(order)).isInstanceOf(EngineUnavailableException.class);
    assertThatThrownBy(() -> engine.commit(claim, Outcomes.pass(claim)))
        .isInstanceOf(EngineUnavailableException.class);
    server.thaw();
    assertThat(again(() -> engine.submit(order))).isEqualTo(new Admission.Accepted(order.id()));
    assertThat(again(() -> engine.commit(claim, Outcomes.pass(claim)))).isEqualTo(Verdict.FENCED);
    assertThat(engine.beat(List.of(new Pulse(claim, 0, LEASE)))).containsExactly(Beat.LOST);
    assertThat(gauge(engine, "a").ready()).isEqualTo(1);
    drain(engine);
    assertThat(job(engine, id).items()).isEqualTo(Tally.ofOk(1));
  }

  private static JobId submit(RedisEngine engine, Pipeline pipeline) {
    var id = JobId.next(InstantSource.system());
    engine.submit(
        new Submission(
            id,
            "acme",
            Plan.of(pipeline),
            "",
            new InputValues(Map.of()),
            Payload.NONE,
            Optional.empty()));
    return id;
  }

  private static void standStill(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
