package dev.penstock.engine.memory;

import dev.penstock.engine.JobLog;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.memory.Chunk.Status;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
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

  MemoryLog(Lock lock, NavigableMap<JobId, MemoryJob> jobs, Board board, InstantSource clock) {
    this.lock = lock;
    this.jobs = jobs;
    this.board = board;
    this.clock = clock;
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
  public List<DeadLetter> deadLetters(JobId job, long after, int max) {
    return of(
        job,
        found ->
            found.chunks.tailMap(after, false).values().stream()
                .filter(chunk -> chunk.status == Status.DEAD)
                .limit(max)
                .map(MemoryLog::letter)
                .toList());
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
  public List<StageGauge> gauges() {
    return read(() -> board.gauges(clock.instant()));
  }

  private static boolean matches(MemoryJob job, JobQuery query) {
    return job.submission.tenant().equals(query.tenant())
        && query.pipeline().map(job.plan().pipeline()::equals).orElse(true)
        && (query.states().isEmpty() || query.states().contains(job.state))
        && query.endedBefore().map(job::endedBefore).orElse(true);
  }

  private static DeadLetter letter(Chunk chunk) {
    return new DeadLetter(
        chunk.job.id(),
        chunk.planned().name(),
        chunk.number,
        chunk.load,
        chunk.in,
        Objects.requireNonNull(chunk.problem, "a dead chunk has a problem"),
        new DeadLetter.Tries(chunk.attempts, chunk.crashes),
        chunk.since);
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
