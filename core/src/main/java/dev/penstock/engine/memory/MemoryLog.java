package dev.penstock.engine.memory;

import dev.penstock.engine.DeadLetters;
import dev.penstock.engine.Durability;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.StageGauge;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads of a {@link MemoryEngine}, under its one lock. */
final class MemoryLog implements JobLog {
  private final Lock lock;
  private final NavigableMap<JobId, MemoryJob> jobs;
  private final Board board;
  private final InstantSource clock;
  private final DeadLetters deadLetters;

  MemoryLog(Lock lock, NavigableMap<JobId, MemoryJob> jobs, Board board, InstantSource clock) {
    this.lock = lock;
    this.jobs = jobs;
    this.board = board;
    this.clock = clock;
    this.deadLetters = new MemoryDeadLetters(lock, jobs);
  }

  @Override
  public Optional<Job> job(JobId id) {
    return read(() -> Optional.ofNullable(jobs.get(id)).map(MemoryJob::view));
  }

  @Override
  public List<Job> jobs(JobQuery query) {
    return read(
        () ->
            query
                .before()
                .map(id -> jobs.headMap(id, false))
                .orElse(jobs)
                .descendingMap()
                .values()
                .stream()
                .filter(job -> matches(job, query))
                .limit(query.limit())
                .map(MemoryJob::view)
                .toList());
  }

  @Override
  public List<JobEvent> events(JobId job, long after, int max) {
    return of(job, found -> found.timeline.after(after, max));
  }

  @Override
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  @Override
  public List<ChunkRejects> rejects(JobId job, long after, int max) {
    return of(
        job,
        found ->
            found.rejects.tailMap(after, false).values().stream()
                .limit(max)
                .flatMap(Collection::stream)
                .toList());
  }

  @Override
  public List<JobId> expired(Instant endedBefore, int max) {
    return read(
        () ->
            jobs.values().stream()
                .filter(job -> job.endedBefore(endedBefore))
                .limit(max)
                .map(MemoryJob::id)
                .toList());
  }

  @Override
  public Durability durability() {
    return Durability.NONE;
  }

  @Override
  public List<StageGauge> gauges() {
    return read(() -> board.gauges(clock.instant()));
  }

  private static boolean matches(MemoryJob job, JobQuery query) {
    return job.submission.tenant().equals(query.tenant())
        && query.pipeline().map(job.plan().pipeline()::equals).orElse(true)
        && (query.states().isEmpty() || query.states().contains(job.state))
        && query.endedBefore().map(job::endedBefore).orElse(true);
  }

  private <T> List<T> of(JobId id, Function<MemoryJob, List<T>> read) {
    return read(() -> Optional.ofNullable(jobs.get(id)).map(read).orElse(List.of()));
  }

  private <T> T read(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }
}
