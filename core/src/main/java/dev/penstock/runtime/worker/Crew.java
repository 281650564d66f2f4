package dev.penstock.runtime.worker;

import dev.penstock.pipeline.Isolation;
import dev.penstock.pipeline.StageSpec;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker processes of a pool: who is there, who is idle, and who comes in the place of one that
 * left. A worker that never got ready has no successor until one is needed, so that what cannot be
 * started is not started again and again. Thread-safe.
 */
final class Crew {
  private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

  private final String pipeline;
  private final String stage;
  private final List<String> command;
  private final Limits limits;
  private final int share;
  private final Set<Worker> present = new HashSet<>();

  /** The last one that worked comes first: it is the warmest. */
  private final Deque<Worker> idle = new ArrayDeque<>();

  private final Map<Loss, Long> losses = new EnumMap<>(Loss.class);
  private long started;
  private long recycled;
  private boolean closed;

  Crew(String pipeline, StageSpec stage, Isolation isolation) {
    this.pipeline = pipeline;
    this.stage = stage.name();
    this.command = Launch.of(isolation);
    this.limits = Limits.of(isolation);
    this.share = isolation.chunksPerWorker();
  }

  Limits limits() {
    return limits;
  }

  /** An idle worker, or a new one. */
  synchronized Worker take() throws IOException {
    for (Worker worker = idle.poll(); worker != null; worker = idle.poll()) {
      if (worker.alive()) {
        return worker;
      }
      gone(worker);
      count(Loss.IDLE);
    }
    return start();
  }

  private Worker start() throws IOException {
    if (closed) {
      throw new IOException("the host has ended its workers");
    }
    Worker worker = Worker.start(pipeline, stage, command);
    started++;
    present.add(worker);
    LOG.debug("{}/{}: started worker {}", pipeline, stage, worker.process().pid());
    var _ = worker.process().onExit().thenRun(() -> left(worker));
    return worker;
  }

  /** A worker comes back from its order, or is lost over it. */
  void back(Worker worker, Loss loss) {
    if (loss == Loss.NONE) {
      giveBack(worker);
    } else {
      lost(worker, loss);
    }
  }

  /** It has ended its order well: it stays, unless it has done its share or grown. */
  private void giveBack(Worker worker) {
    long memory = worker.memory();
    if (worker.orders() < share && memory <= limits.grown()) {
      keep(worker);
      return;
    }
    LOG.info(
        "{}/{}: worker {} is replaced after {} chunks, with {} MB in memory",
        pipeline,
        stage,
        worker.process().pid(),
        worker.orders(),
        memory >> 20);
    worker.kill();
    worker.end();
    synchronized (this) {
      recycled++;
      replace(worker);
    }
  }

  private synchronized void keep(Worker worker) {
    if (closed) {
      worker.kill();
    } else if (worker.alive()) {
      idle.push(worker);
    } else {
      count(Loss.IDLE);
      replace(worker);
    }
  }

  /** It died over its order, or cannot be understood any more. */
  private void lost(Worker worker, Loss loss) {
    worker.kill();
    worker.end();
    synchronized (this) {
      count(loss);
      replace(worker);
    }
  }

  /** An exit that nobody was waiting for. */
  private synchronized void left(Worker worker) {
    if (idle.remove(worker)) {
      LOG.warn(
          "{}/{}: idle worker {} ended with {}",
          pipeline,
          stage,
          worker.process().pid(),
          Exit.describe(worker.process().exitValue()));
      count(Loss.IDLE);
      replace(worker);
    }
  }

  private void count(Loss loss) {
    if (!closed) {
      losses.merge(loss, 1L, Long::sum);
    }
  }

  private void replace(Worker worker) {
    gone(worker);
    if (closed || !worker.greeted()) {
      return;
    }
    // An interrupt is for the chunk of the one that left, and would close the new one's files.
    boolean interrupted = Thread.interrupted();
    try {
      idle.addLast(start());
    } catch (IOException e) {
      LOG.warn("{}/{}: no worker in the place of one that left", pipeline, stage, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void gone(Worker worker) {
    present.remove(worker);
    worker.end();
  }

  /** How the crew is. */
  synchronized PoolView view(int size) {
    long memory = 0;
    int alive = 0;
    for (Worker worker : present) {
      alive += worker.alive() ? 1 : 0;
      memory += worker.memory();
    }
    var deaths = new TreeMap<String, Long>();
    losses.forEach((loss, count) -> deaths.put(loss.word(), count));
    return new PoolView(pipeline, stage, size, alive, memory, started, recycled, deaths);
  }

  /** Ends all, the busy ones too. */
  synchronized void close() {
    closed = true;
    present.forEach(Worker::kill);
    @Nullable Worker worker;
    while ((worker = idle.poll()) != null) {
      gone(worker);
    }
  }
}
