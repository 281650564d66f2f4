package dev.penstock.runtime;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Step;
import dev.penstock.engine.Want;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.pipeline.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims chunks of one stage, never more than it may run at once, and hands them to threads. It
 * waits for the engine's bell, or until a gate opens; the look once a second is only a safety net.
 */
final class StageDispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(StageDispatcher.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String pipeline;
  private final Versions versions;
  private final StageSpec stage;
  private final Engine engine;
  private final ChunkRunner runner;
  private final Courtesy courtesy;
  private final String worker;
  private final Semaphore free;
  private final Signal bell = new Signal();
  private final ExecutorService threads;
  private final Thread loop;
  private volatile Instant opens = Instant.MAX;
  private volatile boolean claiming = true;

  StageDispatcher(
      Pipeline pipeline,
      StageSpec stage,
      Engine engine,
      Bells bells,
      ChunkRunner runner,
      Courtesy courtesy,
      String worker) {
    this.pipeline = pipeline.name();
    this.versions = pipeline.versions();
    this.stage = stage;
    this.engine = engine;
    this.runner = runner;
    this.courtesy = courtesy;
    this.worker = worker;
    this.free = new Semaphore(stage.concurrency());
    String name = this.pipeline + "-" + stage.name();
    // Platform threads: a stage computes for long, and must not hold the carriers of HTTP requests.
    // Of low priority, which counts where the JVM is told to heed it: requests go first.
    ThreadFactory factory =
        Thread.ofPlatform().daemon().priority(Thread.MIN_PRIORITY).name(name + "-", 1).factory();
    this.threads = Executors.newCachedThreadPool(factory);
    this.loop = Thread.ofVirtual().name("dispatch-" + name).unstarted(this::dispatch);
    bells.onReady(this.pipeline, stage.name(), bell::ring);
    bells.onReadyAt(this.pipeline, stage.name(), at -> opens = at);
  }

  void start() {
    loop.start();
  }

  /** When this returns nothing more is claimed, and what was claimed is in hand. */
  void stopClaiming() {
    claiming = false;
    bell.ring();
    free.release();
    if (loop.getState() == Thread.State.NEW) {
      // Who opened everything may have found a reason not to start it.
      return;
    }
    try {
      loop.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whoever had its chunk claimed and had not begun is in nobody's hand yet: it gets a moment. */
  void stop() {
    loop.interrupt();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** What it is called, when its thread does not run. */
  Optional<String> fallen() {
    return loop.isAlive() ? Optional.empty() : Optional.of(loop.getName());
  }

  private void dispatch() {
    while (claiming) {
      try {
        free.acquire();
        if (!round()) {
          bell.await(untilNextLook());
        }
      } catch (InterruptedException e) {
        // While it claims nobody of ours interrupts it: only a bug can, and ends no stage.
        LOG.debug("{}/{} was interrupted", pipeline, stage.name());
      }
    }
  }

  /** The engine says in a claim that found a gate closed when that opens. */
  private Duration untilNextLook() {
    Duration gate = Duration.between(Instant.now(), opens);
    return gate.compareTo(POLL) > 0 ? POLL : gate.isNegative() ? Duration.ofMillis(1) : gate;
  }

  /** Whether there was work; one permit is in hand, and each permit goes back exactly once. */
  private boolean round() throws InterruptedException {
    try {
      return courtesy.burst() ? courtesy.inTurn(this::one) : some(1 + free.drainPermits());
    } catch (InterruptedException e) {
      throw e;
      // why: a round that fails, be it for lack of memory, must not end its stage for good.
    } catch (Throwable e) {
      LOG.error("{}/{} could not claim, goes on", pipeline, stage.name(), e);
      return false;
    }
  }

  private boolean some(int permits) {
    return !start(permits).isEmpty();
  }

  /** Nothing is claimed before it can run. */
  private Optional<CountDownLatch> one() {
    return start(1).stream().findFirst();
  }

  /** Claims and starts at most that many; a latch for the end of each. */
  private List<CountDownLatch> start(int permits) {
    int left = permits;
    var waiting = new ArrayDeque<Claim>();
    try {
      waiting.addAll(claim(permits));
      var ends = new ArrayList<CountDownLatch>(waiting.size());
      while (!waiting.isEmpty()) {
        Claim claim = waiting.element();
        var end = new CountDownLatch(1);
        threads.execute(() -> run(claim, end));
        waiting.remove();
        left--;
        ends.add(end);
      }
      return ends;
    } finally {
      free.release(left);
      // Left over when there is no thread for them: another process may have one.
      waiting.forEach(claim -> engine.commit(claim, new Step.Release("no thread was left")));
    }
  }

  private List<Claim> claim(int most) {
    opens = Instant.MAX;
    try {
      return claiming
          ? engine.claim(new Want(pipeline, stage.name(), worker, most, stage.lease(), versions))
          : List.of();
    } catch (EngineUnavailableException e) {
      LOG.debug("{}/{} cannot claim, tries again: {}", pipeline, stage.name(), e.getMessage());
      return List.of();
    }
  }

  private void run(Claim claim, CountDownLatch end) {
    try {
      runner.run(claim);
    } finally {
      free.release();
      end.countDown();
    }
  }
}
