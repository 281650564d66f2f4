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
import dev.penstock.pipeline.Isolation;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageFactory;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.testkit.engine.EngineSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The pipeline that workers run: {@code find} cuts a job into as many chunks as its payload says,
 * each of them takes its time in {@code take} and has one effect in {@code apply}, {@code gather}
 * waits for all of them and has one more.
 */
final class EffectsPipeline {
  static final String NAME = "effects";
  static final String FIND = "find";
  static final String TAKE = "take";
  static final String APPLY = "apply";
  static final String GATHER = "gather";
  static final List<String> STAGES = List.of(FIND, TAKE, APPLY, GATHER);

  /** Beats come once a second, so this is the shortest lease that makes sense. */
  static final Duration LEASE = Duration.ofSeconds(3);

  private static final int SPAWNS = 100;
  private static final int SLOW_EACH = 50;
  private static final int SLOWER = 40;

  /** A worker that dies is no fault of its chunk here, however often it happens. */
  private static final RetryPolicy PATIENT =
      new RetryPolicy(10_000, 10_000, Duration.ofMillis(10), Duration.ofMillis(100));

  /** Every event is wanted, so that every refusal can be explained. */
  private static final EngineLimits LIMITS =
      new EngineLimits(Load.UNLIMITED, Load.UNLIMITED, 1_000_000);

  /** A stopped worker process is noticed within the lease. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /**
   * How much there is to do.
   *
   * @param atOnce chunks of a stage that a worker runs at the same time
   * @param takeMillis how long each takes, in a worker process of its own if {@code isolated}
   * @param applyMillis how long each takes around its effect
   */
  record Work(int atOnce, int takeMillis, int applyMillis, boolean isolated) {
    static Work parse(String words) {
      String[] word = words.split(",", -1);
      return new Work(
          Integer.parseInt(word[0]),
          Integer.parseInt(word[1]),
          Integer.parseInt(word[2]),
          Boolean.parseBoolean(word[3]));
    }

    /** For {@link #parse}. */
    String words() {
      return "%d,%d,%d,%s".formatted(atOnce, takeMillis, applyMillis, isolated);
    }
  }

  /** Makes the stage that takes time in a worker process. */
  public static final class TakeFactory implements StageFactory {
    @Override
    public Stage make(List<String> arguments) {
      int millis = Integer.parseInt(arguments.getFirst());
      return context -> taken(context, millis);
    }
  }

  private final Sink sink;
  private final Work work;

  EffectsPipeline(Sink sink, Work work) {
    this.sink = sink;
    this.work = work;
  }

  static EngineSource.Setting setting(InstantSource clock, Bells bells) {
    return new EngineSource.Setting(clock, new Random(), LIMITS, bells);
  }

  private static Plan plan() {
    return new Plan(
        NAME,
        1,
        List.of(
            new Plan.PlannedStage(FIND, Edge.START, PATIENT),
            new Plan.PlannedStage(TAKE, Edge.EACH, PATIENT),
            new Plan.PlannedStage(APPLY, Edge.EACH, PATIENT),
            new Plan.PlannedStage(GATHER, Edge.ALL, PATIENT)));
  }

  /** A job of so many chunks. */
  static Submission job(int chunks) {
    var id = JobId.next(InstantSource.system());
    return order(id, id, chunks);
  }

  /** The request for a job that was submitted before. */
  static Submission again(JobId first, int chunks) {
    return order(JobId.next(InstantSource.system()), first, chunks);
  }

  private static Submission order(JobId id, JobId key, int chunks) {
    return new Submission(
        id,
        "acme",
        plan(),
        "",
        new InputValues(Map.of()),
        Payload.inline(String.valueOf(chunks).getBytes(StandardCharsets.US_ASCII)),
        Optional.of(new Submission.Idempotency(key.value(), "chunks=" + chunks)));
  }

  Pipeline pipeline() {
    return new Pipeline(
        NAME,
        1,
        "Has effects.",
        Inputs.of(),
        List.of(
            spec(StageSpec.start(FIND, EffectsPipeline::find)),
            spec(take()).concurrency(work.atOnce()),
            spec(StageSpec.each(APPLY, this::apply)).concurrency(work.atOnce()),
            spec(StageSpec.all(GATHER, this::gather))));
  }

  private StageSpec take() {
    return work.isolated()
        ? StageSpec.each(
            TAKE,
            Isolation.madeBy(TakeFactory.class, String.valueOf(work.takeMillis()))
                .heapMegabytes(16)
                .silence(SILENCE))
        : StageSpec.each(TAKE, context -> taken(context, work.takeMillis()));
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

  /** Some chunks take long, so that who has lost one is still at it when the next one is, too. */
  private static int slowness(StageContext context) {
    return context.chunk().number() % SLOW_EACH == SLOW_EACH - 1 ? SLOWER : 1;
  }

  private static StageResult taken(StageContext context, int millis) throws InterruptedException {
    take(slowness(context) * millis);
    return StageResult.done(context.chunk().load(), Payload.NONE);
  }

  private StageResult apply(StageContext context) throws InterruptedException {
    int millis = slowness(context) * work.applyMillis();
    take(millis / 2);
    effect(context);
    take(millis / 2);
    return StageResult.done(context.chunk().load(), Payload.NONE);
  }

  private StageResult gather(StageContext context) {
    effect(context);
    return StageResult.done(context.chunk().load(), Payload.NONE)
        .withResults(
            List.of(new JobResult.Link("count", "text/plain", "/" + context.chunk().load().in())));
  }

  private void effect(StageContext context) {
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
