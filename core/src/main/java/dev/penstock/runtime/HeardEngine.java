package dev.penstock.runtime;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Gates;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of a host, which says once in the log that it went away, and once that it is back:
 * every thread of a host that asks it fails meanwhile, many times a second.
 */
final class HeardEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(HeardEngine.class);
  private static final long HERE = -1;

  private final Engine engine;
  private final AtomicLong awaySince = new AtomicLong(HERE);

  HeardEngine(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Admission submit(Submission submission) {
    return heard(() -> engine.submit(submission));
  }

  @Override
  public List<Claim> claim(Want want) {
    return heard(() -> engine.claim(want));
  }

  @Override
  public Verdict commit(Claim claim, Step step) {
    return heard(() -> engine.commit(claim, step));
  }

  @Override
  public List<Beat> beat(List<Pulse> pulses) {
    return heard(() -> engine.beat(pulses));
  }

  @Override
  public Changed control(JobId job, Control control) {
    return heard(() -> engine.control(job, control));
  }

  @Override
  public Ticked tick() {
    return heard(engine::tick);
  }

  @Override
  public JobLog log() {
    return engine.log();
  }

  @Override
  public Gates gates() {
    return engine.gates();
  }

  @Override
  public void close() {
    engine.close();
  }

  private <T> T heard(Supplier<T> call) {
    T answer;
    try {
      answer = call.get();
    } catch (EngineUnavailableException e) {
      if (awaySince.compareAndSet(HERE, now())) {
        LOG.warn("The engine does not answer; work waits for it. {}", e.getMessage());
      }
      throw e;
    }
    long since = awaySince.get();
    if (since != HERE && awaySince.compareAndSet(since, HERE)) {
      LOG.info(
          "The engine answers again, after {} s.", Duration.ofNanos(now() - since).toSeconds());
    }
    return answer;
  }

  /** Never {@link #HERE}. */
  private static long now() {
    return System.nanoTime() & Long.MAX_VALUE;
  }
}
