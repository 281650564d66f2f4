package dev.penstock.runtime.worker;

import dev.penstock.job.Problem;
import dev.penstock.pipeline.StageContext;
import dev.penstock.runtime.wire.Exits;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a worker while it has an order, ten times a second: passes its progress on, tells it
 * to stop when nobody wants the chunk any more, and ends it when it has used up its time, gives no
 * sign of life or takes too much memory. The thread that runs the chunk waits for the pipe
 * meanwhile, and learns of an end by the pipe's.
 */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  /** So many looks apart the system is asked for the worker's memory. */
  private static final int MEMORY_LOOKS = 5;

  /** So many looks a worker has to end by itself, once it was told to. */
  private static final int STOPPING_LOOKS = 10;

  private final Worker worker;
  private final StageContext context;
  private final Limits limits;
  private final long order;
  private final long began = System.nanoTime();
  private final ScheduledFuture<?> looking;
  private volatile @Nullable Problem cause;
  private volatile boolean stopped;
  private long looks;
  private long beats = -1;
  private int silentLooks;
  private int stoppingLooks;

  private Watch(
      ScheduledExecutorService clock,
      Worker worker,
      StageContext context,
      Limits limits,
      long order) {
    this.worker = worker;
    this.context = context;
    this.limits = limits;
    this.order = order;
    long pause = LOOK.toMillis();
    this.looking =
        clock.scheduleWithFixedDelay(this::lookSafely, pause, pause, TimeUnit.MILLISECONDS);
  }

  static Watch on(
      ScheduledExecutorService clock,
      Worker worker,
      StageContext context,
      Limits limits,
      long order) {
    return new Watch(clock, worker, context, limits, order);
  }

  private void lookSafely() {
    try {
      look();
      // why: a look that throws would be the last one, and a worker that hangs would hang for good.
    } catch (Throwable e) {
      LOG.error("a look at worker {} failed, goes on", worker.process().pid(), e);
    }
  }

  private void look() {
    looks++;
    if (cause != null || stopped) {
      return;
    }
    if (!worker.alive()) {
      // Something that it started may still hold its end of the pipe.
      end(WorkerProblem.CRASHED, "The worker ended.");
      return;
    }
    long items = worker.board().items();
    if (items > 0) {
      context.progress(items);
    }
    if (context.stopping()) {
      stopSoon();
    } else if (System.nanoTime() - began > limits.deadline().toNanos()) {
      end(WorkerProblem.DEADLINE, "The worker took longer than " + limits.deadline() + ".");
    } else if (silent()) {
      end(WorkerProblem.SILENT, "The worker gave no sign of life for " + limits.silence() + ".");
    } else if (looks % MEMORY_LOOKS == 0 && worker.memory() > limits.memory()) {
      end(
          WorkerProblem.OUT_OF_MEMORY,
          "The worker held more than %d MB in memory.".formatted(limits.memory() >> 20));
    }
  }

  /** Counted in looks: a host that was stopped itself has not seen its workers being silent. */
  private boolean silent() {
    long now = worker.board().beats();
    silentLooks = now != beats || !worker.beats() ? 0 : silentLooks + 1;
    beats = now;
    return silentLooks > limits.silence().dividedBy(LOOK);
  }

  private void stopSoon() {
    worker.board().stop(order);
    if (++stoppingLooks > STOPPING_LOOKS) {
      stopped = true;
      worker.kill();
    }
  }

  private void end(WorkerProblem problem, String why) {
    cause = problem.problem(why);
    worker.kill();
  }

  /** Whether the worker was ended because its chunk is not wanted any more. */
  boolean stopped() {
    return stopped;
  }

  /**
   * Why a worker that is gone is gone.
   *
   * @param exit its exit value
   * @param broken what was wrong with what it sent, if that was noticed
   */
  Problem cause(OptionalInt exit, @Nullable String broken) {
    Problem known = cause;
    if (known != null && !WorkerProblem.CRASHED.is(known)) {
      return known;
    }
    if (broken != null) {
      return WorkerProblem.PROTOCOL.problem(
          "The worker broke the worker protocol: " + broken + ".");
    }
    if (exit.isPresent() && exit.getAsInt() == Exits.OUT_OF_MEMORY) {
      return WorkerProblem.OUT_OF_MEMORY.problem("The worker ran out of memory.");
    }
    return WorkerProblem.CRASHED.problem(
        exit.isPresent()
            ? "The worker ended with " + Exit.describe(exit.getAsInt()) + "."
            : "The worker ended, and left no exit value.");
  }

  @Override
  public void close() {
    looking.cancel(false);
  }
}
