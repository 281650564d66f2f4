package dev.penstock.engine.memory;

import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.DeadLetters;
import dev.penstock.engine.memory.Chunk.Status;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Dead letters of a {@link MemoryEngine}, read under its one lock. */
final class MemoryDeadLetters implements DeadLetters {
  private record Cause(String pipeline, String stage, String code) {}

  private final Lock lock;
  private final NavigableMap<JobId, MemoryJob> jobs;

  MemoryDeadLetters(Lock lock, NavigableMap<JobId, MemoryJob> jobs) {
    this.lock = lock;
    this.jobs = jobs;
  }

  @Override
  public List<DeadLetter> list(DeadLetterQuery query) {
    return page(query, MemoryDeadLetters::letter);
  }

  @Override
  public List<ChunkKey> keys(DeadLetterQuery query) {
    return page(query, chunk -> new ChunkKey(chunk.job.id(), chunk.number));
  }

  private <T> List<T> page(DeadLetterQuery query, Function<Chunk, T> view) {
    return read(
        () ->
            matching(query)
                .filter(chunk -> query.after().map(last -> isBehind(chunk, last)).orElse(true))
                .limit(query.limit())
                .map(view)
                .toList());
  }

  @Override
  public List<Group> groups(DeadLetterQuery query) {
    return read(
        () ->
            matching(query)
                .collect(Collectors.groupingBy(MemoryDeadLetters::cause))
                .entrySet()
                .stream()
                .map(each -> group(each.getKey(), each.getValue()))
                .sorted(
                    Comparator.comparing(Group::chunks)
                        .reversed()
                        .thenComparing(Group::pipeline)
                        .thenComparing(Group::stage)
                        .thenComparing(Group::code))
                .toList());
  }

  private Stream<Chunk> matching(DeadLetterQuery query) {
    return jobs.values().stream()
        .filter(job -> job.submission.tenant().equals(query.tenant()))
        .filter(job -> query.job().map(job.id()::equals).orElse(true))
        .filter(job -> query.pipeline().map(job.plan().pipeline()::equals).orElse(true))
        .flatMap(job -> job.chunks.values().stream())
        .filter(chunk -> chunk.status == Status.DEAD)
        .filter(chunk -> query.stage().map(chunk.planned().name()::equals).orElse(true))
        .filter(chunk -> query.code().map(problem(chunk).code()::equals).orElse(true));
  }

  private static boolean isBehind(Chunk chunk, ChunkKey last) {
    int byJob = chunk.job.id().compareTo(last.job());
    return byJob > 0 || (byJob == 0 && chunk.number > last.number());
  }

  private static Cause cause(Chunk chunk) {
    return new Cause(chunk.job.plan().pipeline(), chunk.planned().name(), problem(chunk).code());
  }

  private static Group group(Cause cause, List<Chunk> chunks) {
    Comparator<Instant> order = Comparator.naturalOrder();
    return new Group(
        cause.pipeline(),
        cause.stage(),
        cause.code(),
        chunks.size(),
        chunks.stream().mapToLong(chunk -> chunk.load.in()).sum(),
        chunks.stream().map(chunk -> chunk.job).distinct().count(),
        chunks.stream().map(chunk -> chunk.since).min(order).orElseThrow(),
        chunks.stream().map(chunk -> chunk.since).max(order).orElseThrow());
  }

  private static Problem problem(Chunk chunk) {
    return Objects.requireNonNull(chunk.problem, "a dead chunk has a problem");
  }

  private static DeadLetter letter(Chunk chunk) {
    return new DeadLetter(
        chunk.job.id(),
        chunk.planned().name(),
        chunk.number,
        chunk.load,
        chunk.in,
        problem(chunk),
        new DeadLetter.Tries(chunk.attempts, chunk.crashes),
        chunk.since);
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
