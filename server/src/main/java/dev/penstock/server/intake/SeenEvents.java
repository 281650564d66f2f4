package dev.penstock.server.intake;

import dev.penstock.engine.Admission;
import dev.penstock.engine.JobLog;
import dev.penstock.job.JobId;
import dev.penstock.webhook.SeenEvent;
import dev.penstock.webhook.WebhookBook;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Events that were taken, also those whose jobs were removed: while a job is there, the engine
 * knows its event; after that the book does. Thread-safe.
 */
final class SeenEvents {
  /** Longer than anybody tries to deliver. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final Duration CLEARING = Duration.ofHours(1);

  private final WebhookBook book;
  private final JobLog jobs;
  private final InstantSource clock;
  private final AtomicReference<Instant> cleared = new AtomicReference<>(Instant.EPOCH);

  SeenEvents(WebhookBook book, JobLog jobs, InstantSource clock) {
    this.book = book;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** The job that an event became, if that was removed since. */
  Optional<JobId> removed(String endpoint, String event) throws IOException {
    return book.seen(endpoint, event).filter(job -> jobs.job(job).isEmpty());
  }

  /** What an event became. Dying before this is no harm: the engine knows the event. */
  void note(String endpoint, String event, Admission admission) throws IOException {
    Instant now = clock.instant();
    Instant last = cleared.get();
    if (last.plus(CLEARING).isBefore(now) && cleared.compareAndSet(last, now)) {
      book.forget(now.minus(KEPT));
    }
    Optional<JobId> job = Enrolment.job(admission);
    if (job.isPresent()) {
      book.see(new SeenEvent(endpoint, event, job.get(), now));
    }
  }
}
