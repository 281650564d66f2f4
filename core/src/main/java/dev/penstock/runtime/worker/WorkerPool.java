package dev.penstock.runtime.worker;

import dev.penstock.job.Problem;
import dev.penstock.pipeline.DivisibleStage.Division;
import dev.penstock.pipeline.Isolation;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.runtime.wire.Order;
import dev.penstock.runtime.wire.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker processes of one stage: as many as it runs chunks at once, started when they are first
 * needed, kept warm between chunks, replaced when they die, have grown or have run their share.
 *
 * <p>Thread-safe; each chunk is run by the thread that brings it, which reads the worker's pipe
 * meanwhile. Payloads and results pass through it in pieces.
 */
public final class WorkerPool implements AutoCloseable {
  /** What a worker says when its stage threw. */
  private static final String BUG = "stage.bug";

  private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** What a process may take from closing its pipe to its end. */
  private static final Duration EXITING = Duration.ofSeconds(1);

  private final String pipeline;
  private final String stage;
  private final int size;
  private final Crew crew;
  private final Semaphore slots;
  private final ScheduledThreadPoolExecutor clock;
  private volatile boolean divides;

  /** The pool of a stage that is isolated. Starts nothing yet. */
  public WorkerPool(String pipeline, StageSpec stage, Isolation isolation) {
    this.pipeline = pipeline;
    this.stage = stage.name();
    this.size = stage.concurrency();
    this.crew = new Crew(pipeline, stage, isolation);
    this.slots = new Semaphore(size);
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("penstock-watch-" + stage.name()).factory());
    clock.setRemoveOnCancelPolicy(true);
    clock.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
    clock.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs a chunk to its end in one of the workers.
   *
   * @throws IOException when a blob was not to be had, as the stage itself would throw it
   * @throws InterruptedException when the chunk is not wanted any more
   */
  public Outcome run(StageContext context) throws IOException, InterruptedException {
    slots.acquire();
    try {
      return run(ready(context), context);
    } catch (NotReadyException e) {
      LOG.warn("{}/{}: {}", pipeline, stage, e.getMessage());
      return new Outcome.NotStarted(WorkerProblem.NOT_STARTED.problem(said(e)));
    } finally {
      slots.release();
    }
  }

  private Outcome run(Worker worker, StageContext context)
      throws IOException, InterruptedException {
    long order = worker.nextOrder();
    Loss loss = Loss.STOPPED;
    try (var watch = Watch.on(clock, worker, context, crew.limits(), order);
        var talk = new Conversation(worker.in(), worker.out(), context, worker.speech()::said)) {
      Problem problem;
      try {
        worker.out().write(Order.run(order, context));
        switch (talk.listen()) {
          case Conversation.End.Result(var result) -> {
            loss = Loss.NONE;
            return returned(worker, result, talk);
          }
          case Conversation.End.Cut _ -> throw new ProtocolException("it cuts what it is to run");
          case Conversation.End.Failing(var told) -> problem = told;
        }
      } catch (Ended e) {
        loss = Loss.NONE;
        return e.rethrow();
      } catch (IOException e) {
        problem = gone(worker, watch, e);
      }
      loss = Loss.of(problem);
      return died(worker, problem, talk);
    } finally {
      crew.back(worker, loss);
    }
  }

  /** What became of a worker whose pipe broke. */
  private static Problem gone(Worker worker, Watch watch, IOException broken)
      throws InterruptedException {
    if (!(broken instanceof ProtocolException)) {
      // Many programs close their output before they exit: how, is still to come.
      worker.awaitExit(EXITING);
    }
    worker.kill();
    OptionalInt exit = worker.end();
    if (watch.stopped()) {
      throw new InterruptedException();
    }
    return watch.cause(exit, broken instanceof ProtocolException ? said(broken) : null);
  }

  private Outcome died(Worker worker, Problem problem, Conversation talk) {
    LOG.warn("{}/{}: worker {}: {}", pipeline, stage, worker.process().pid(), problem.detail());
    return new Outcome.Died(problem, inHand(worker, talk));
  }

  private static Outcome returned(Worker worker, StageResult result, Conversation talk) {
    return result instanceof StageResult.RetryLater(var problem, _, _) && problem.code().equals(BUG)
        ? new Outcome.Threw(problem, inHand(worker, talk))
        : new Outcome.Returned(result);
  }

  private static OptionalLong inHand(Worker worker, Conversation talk) {
    long items = Math.max(worker.board().items(), talk.items());
    return items < 0 ? OptionalLong.empty() : OptionalLong.of(items);
  }

  /**
   * Lets a worker cut the chunk around an item, where its program can; see {@link
   * dev.penstock.pipeline.DivisibleStage}.
   *
   * @throws InterruptedException when the chunk is not wanted any more
   */
  public Optional<Division> divide(StageContext context, long item) throws InterruptedException {
    if (!divides) {
      return Optional.empty();
    }
    slots.acquire();
    try {
      return divide(ready(context), context, item);
    } catch (NotReadyException | IOException e) {
      LOG.warn("{}/{}: a chunk is not cut: {}", pipeline, stage, e.getMessage());
      return Optional.empty();
    } finally {
      slots.release();
    }
  }

  private Optional<Division> divide(Worker worker, StageContext context, long item)
      throws IOException, InterruptedException {
    long order = worker.nextOrder();
    Loss loss = Loss.STOPPED;
    try (var watch = Watch.on(clock, worker, context, crew.limits(), order);
        var talk = new Conversation(worker.in(), worker.out(), context, worker.speech()::said)) {
      try {
        worker.out().write(Order.divide(order, context.chunk(), item));
        if (talk.listen() instanceof Conversation.End.Cut(var division)) {
          loss = Loss.NONE;
          return division;
        }
        throw new ProtocolException("it does not say how the chunk is cut");
      } catch (Ended e) {
        loss = Loss.NONE;
        throw new IOException(e);
      } catch (IOException e) {
        Problem problem = gone(worker, watch, e);
        loss = Loss.of(problem);
        throw new IOException(problem.detail(), e);
      }
    } finally {
      crew.back(worker, loss);
    }
  }

  /** A worker that has said hello. */
  private Worker ready(StageContext context) throws NotReadyException, InterruptedException {
    Worker worker;
    try {
      worker = crew.take();
    } catch (IOException e) {
      throw new NotReadyException("no worker process can be started: " + said(e));
    }
    Loss loss = Loss.STOPPED;
    try (var watch = Watch.on(clock, worker, context, crew.limits().forStart(), 0)) {
      try {
        divides = worker.greet(pipeline, stage).divides();
        loss = Loss.NONE;
        return worker;
      } catch (IOException e) {
        Problem problem = gone(worker, watch, e);
        loss = Loss.NOT_STARTED;
        throw new NotReadyException(unready(worker, problem));
      }
    } finally {
      if (loss != Loss.NONE) {
        crew.back(worker, loss);
      }
    }
  }

  private static String unready(Worker worker, Problem problem) throws InterruptedException {
    String words = worker.speech().last();
    return problem.detail() + (words.isEmpty() ? "" : " Its last words: " + words);
  }

  private static String said(Exception e) {
    return String.valueOf(e.getMessage());
  }

  /** How the pool is now. */
  public PoolView view() {
    return crew.view(size);
  }

  /** Ends all workers; whoever waits for one is told that it died. */
  @Override
  public void close() {
    crew.close();
  }

  /** No worker says hello. */
  private static final class NotReadyException extends Exception {
    NotReadyException(String why) {
      super(why);
    }
  }
}
