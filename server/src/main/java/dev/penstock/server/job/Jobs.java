package dev.penstock.server.job;

import dev.penstock.engine.Engine;
import dev.penstock.engine.JobLog;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Jobs of whoever asks: found by tenant and id, waited for. Thread-safe. */
public final class Jobs {
  private final Engine engine;
  private final JobChanges changes;

  public Jobs(Engine engine, JobChanges changes) {
    this.engine = engine;
    this.changes = changes;
  }

  JobLog log() {
    return engine.log();
  }

  /** A job of this tenant; another tenant's is as good as none. */
  public Optional<Job> find(String tenant, JobId id) {
    return engine.log().job(id).filter(job -> job.order().tenant().equals(tenant));
  }

  /** The job in {@code {job}}; an unknown one is refused. */
  public Job of(Exchange exchange) {
    return require(exchange.tenant(), exchange.job());
  }

  /** The same job as it is now; refused when it is gone. */
  public Job again(Job job) {
    return require(job.order().tenant(), job.id());
  }

  private Job require(String tenant, JobId id) {
    return find(tenant, id)
        .orElseThrow(
            () -> HttpProblem.of(Code.JOB_UNKNOWN, "There is no job '" + id + "'.").refused());
  }

  /**
   * Waits until the job is as wanted, the time is over or the server stops; then returns it as it
   * is. Refused when the job is gone meanwhile.
   */
  public Job await(String tenant, JobId id, Duration atMost, Predicate<Job> wanted)
      throws InterruptedIOException {
    long deadline = System.nanoTime() + atMost.toNanos();
    try (JobChanges.Ear ear = changes.listen(id)) {
      while (true) {
        Job job = require(tenant, id);
        long left = deadline - System.nanoTime();
        if (left <= 0 || changes.closed() || wanted.test(job)) {
          return job;
        }
        ear.await(Duration.ofNanos(left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a job");
    }
  }
}
