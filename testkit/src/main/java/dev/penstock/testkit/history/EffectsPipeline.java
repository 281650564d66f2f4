package dev.penstock.testkit.history;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Bells;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineLimits.Load;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.job.JobId;
import dev.penstock.job.JobResult;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.testkit.engine.EngineSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The pipeline that worker processes run: {@code find} cuts a job into as many chunks as its
 * payload says, each chunk of {@code apply} takes its time and has one effect, {@code gather} waits
 * for all of them and has one more.
 */
final class EffectsPipeline {
  private static final String NAME = "effects";
  static final String FIND = "find";
  static final String APPLY = "apply";
  static final String GATHER = "gather";

  /** Beats come once a second, so this is the shortest lease that makes sense. */
  static final Duration LEASE = Duration.ofSeconds(3);

  private static final int SPAWNS = 100;

  /** A worker that dies is no fault of its chunk here, however often it happens. */
  private static final RetryPolicy PATIENT =
      new RetryPolicy(10_000, 10_000, Duration.ofMillis(10), Duration.ofMillis(100));

  /** Every event is wanted, so that every refusal can be explained. */
  private static final EngineLimits LIMITS =
      new EngineLimits(Load.UNLIMITED, Load.UNLIMITED, 1_000_000);

  /**
   * How much there is to do.
   *
   * @param atOnce chunks that a process runs at the same time
   * @param millis how long each of them takes
   */
  record Work(int atOnce, int millis) {}

  private final FencedSink sink;
  private final Work work;

  EffectsPipeline(FencedSink sink, Work work) {
    this.sink = sink;
    this.work = work;
  }

  static EngineSource.Setting setting(InstantSource clock, Bells bells) {
    return new EngineSource.Setting(clock, ThreadLocalRandom.current(), LIMITS, bells);
  }

  private static Plan plan() {
    return new Plan(
        NAME,
        1,
        List.of(
            new Plan.PlannedStage(FIND, Edge.START, PATIENT),
            new Plan.PlannedStage(APPLY, Edge.EACH, PATIENT),
            new Plan.PlannedStage(GATHER, Edge.ALL, PATIENT)));
  }

  /** A job of so many chunks. */
  static Submission job(int chunks) {
    return new Submission(
        JobId.next(InstantSource.system()),
        "acme",
        plan(),
        "",
        new InputValues(Map.of()),
        Payload.inline(String.valueOf(chunks).getBytes(StandardCharsets.US_ASCII)),
        Optional.empty());
  }

  Pipeline pipeline() {
    return new Pipeline(
        NAME,
        1,
        "Has effects.",
        Inputs.of(),
        List.of(
            spec(StageSpec.start(FIND, EffectsPipeline::find)),
            spec(StageSpec.each(APPLY, this::apply)).concurrency(work.atOnce()),
            spec(StageSpec.all(GATHER, this::gather))));
  }

  private static StageSpec spec(StageSpec stage) {
    return stage.lease(LEASE).retry(PATIENT);
  }

  private static StageResult find(StageContext context) {
    var in = (Payload.Inline) context.chunk().in();
    int chunks = Integer.parseInt(new String(in.bytes(), StandardCharsets.US_ASCII));
    int found = context.chunk().cursor().map(c -> ByteBuffer.wrap(c).getInt()).orElse(0);
    while (found < chunks) {
      int some = Math.min(SPAWNS, chunks - found);
      found += some;
      context.checkpoint(
          ByteBuffer.allocate(Integer.BYTES).putInt(found).array(),
          Tally.ofOk(some),
          Collections.nCopies(some, Spawn.of(Payload.NONE, Tally.ofOk(1))),
          null);
    }
    return StageResult.done(Tally.ZERO, Payload.NONE);
  }

  private StageResult apply(StageContext context) throws IOException, InterruptedException {
    take(work.millis() / 2);
    effect(context);
    take(work.millis() / 2);
    return StageResult.done(context.chunk().load(), Payload.NONE);
  }

  private StageResult gather(StageContext context) throws IOException, InterruptedException {
    effect(context);
    return StageResult.done(context.chunk().load(), Payload.NONE)
        .withResults(
            List.of(new JobResult.Link("count", "text/plain", "/" + context.chunk().load().in())));
  }

  private void effect(StageContext context) throws IOException, InterruptedException {
    StageContext.Chunk chunk = context.chunk();
    sink.apply(
        new FencedSink.Effect(
            chunk.job(), chunk.place().stage(), chunk.number(), chunk.place().round()),
        chunk.fence());
  }

  /** Takes time, as a call to somebody else does. */
  private static void take(int millis) throws InterruptedException {
    if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody counts down");
    }
  }
}
