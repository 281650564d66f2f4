package dev.penstock.runtime;

import dev.penstock.blob.BlobStore;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.runtime.worker.PoolView;
import dev.penstock.runtime.worker.WorkerPool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs pipelines on an engine, in this process: one {@link StageDispatcher} a stage claims chunks,
 * a {@link ChunkRunner} runs them, in a {@link WorkerPool} where they are isolated, the {@link
 * LeaseKeeper} beats for those in hand, the {@link Ticker} does what time brings, the {@link
 * Sweeper} clears what ended jobs left.
 *
 * <p>Thread-safe. Nothing of a job lives here: a host that dies loses no more than the attempts in
 * hand.
 */
public final class PipelineHost implements AutoCloseable {
  /** What is interrupted needs a moment to give its chunk back. */
  private static final Duration GIVING_BACK = Duration.ofSeconds(3);

  /** A bell may be lost. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Engine engine;
  private final Bells bells;
  private final List<StageDispatcher> dispatchers = new ArrayList<>();
  private final List<WorkerPool> pools = new ArrayList<>();
  private final InHand inHand = new InHand();
  private final Courtesy courtesy = new Courtesy();
  private final LeaseKeeper leases;
  private final Ticker ticker;
  private final Sweeper sweeper;
  private final boolean sweeps;

  public PipelineHost(
      List<Pipeline> pipelines, Engine asked, BlobStore blobs, Bells bells, HostSettings settings) {
    Engine engine = new HeardEngine(asked);
    this.engine = engine;
    this.bells = bells;
    this.leases = new LeaseKeeper(engine, inHand);
    this.ticker = new Ticker(engine, settings.tick());
    this.sweeps = settings.share().sweeps();
    this.sweeper = new Sweeper(pipelines, engine, blobs, bells, settings, InstantSource.system());
    for (Pipeline pipeline : pipelines) {
      for (StageSpec stage : pipeline.stages()) {
        if (!settings.share().has(pipeline.name(), stage.name())) {
          continue;
        }
        var runner = new ChunkRunner(stage, run(pipeline, stage), engine, blobs, inHand);
        dispatchers.add(
            new StageDispatcher(
                pipeline, stage, engine, bells, runner, courtesy, settings.worker()));
      }
    }
  }

  private StageRun run(Pipeline pipeline, StageSpec stage) {
    if (stage.isolation() == null) {
      return StageRun.here(stage.stage());
    }
    var pool = new WorkerPool(pipeline.name(), stage, stage.isolation());
    pools.add(pool);
    return new IsolatedRun(stage, pool);
  }

  /** How the worker processes of isolated stages are. */
  public List<PoolView> workers() {
    return pools.stream().map(WorkerPool::view).toList();
  }

  /** The threads that should run now and do not, by name; empty while all is well. */
  public List<String> fallen() {
    Stream<Optional<String>> own =
        Stream.of(ticker.fallen(), leases.fallen(), sweeps ? sweeper.fallen() : Optional.empty());
    return Stream.concat(own, dispatchers.stream().map(StageDispatcher::fallen))
        .flatMap(Optional::stream)
        .toList();
  }

  /** To be told of every payload that is taken in. */
  public Courtesy courtesy() {
    return courtesy;
  }

  /** Starts working. Chunks that were in hand when the last host died come back by themselves. */
  public PipelineHost start() {
    ticker.start();
    leases.start();
    if (sweeps) {
      sweeper.start();
    }
    dispatchers.forEach(StageDispatcher::start);
    return this;
  }

  /**
   * Stops claiming, lets chunks in hand finish for as long as {@code grace}, then interrupts the
   * rest, which go back to the engine without a charge.
   *
   * @return whether everything in hand had finished by itself
   */
  public boolean stop(Duration grace) {
    dispatchers.forEach(StageDispatcher::stopClaiming);
    if (sweeps) {
      sweeper.stop();
    }
    boolean finished = inHand.awaitNone(Instant.now().plus(grace));
    inHand.stopAll();
    inHand.awaitNone(Instant.now().plus(GIVING_BACK));
    dispatchers.forEach(StageDispatcher::stop);
    pools.forEach(WorkerPool::close);
    leases.stop();
    ticker.stop();
    return finished;
  }

  /** Waits for the end of a job; empty when it takes longer, or there is no such job. */
  public Optional<Job> ended(JobId id, Duration atMost) throws InterruptedException {
    var changed = new Signal();
    long deadline = System.nanoTime() + atMost.toNanos();
    Bells.Watch watch = bells.onChange(job -> ringFor(id, job, changed));
    try {
      while (true) {
        Optional<Job> job = engine.log().job(id);
        long left = deadline - System.nanoTime();
        if (job.isEmpty() || job.get().state().ended() || left <= 0) {
          return job.filter(now -> now.state().ended());
        }
        changed.await(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
      }
    } finally {
      watch.close();
    }
  }

  private static void ringFor(JobId wanted, JobId changed, Signal signal) {
    if (changed.equals(wanted)) {
      signal.ring();
    }
  }

  /** Stops without grace. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
