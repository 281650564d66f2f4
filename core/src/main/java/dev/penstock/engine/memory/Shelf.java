package dev.penstock.engine.memory;

import dev.penstock.engine.StageGauge;
import dev.penstock.engine.memory.Chunk.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One stage over all jobs: its ready chunks in order and by age, and how many there are. */
final class Shelf {
  private static final Comparator<Chunk> BY_AGE =
      Comparator.comparing((Chunk chunk) -> chunk.since).thenComparing(Chunk.IN_ORDER);

  private final TreeSet<Chunk> ready = new TreeSet<>(Chunk.IN_ORDER);
  private final TreeSet<Chunk> byAge = new TreeSet<>(BY_AGE);
  private final StatusCounts counts = new StatusCounts();

  @Nullable Chunk first() {
    return ready.isEmpty() ? null : ready.first();
  }

  void put(Chunk chunk) {
    counts.add(chunk.status, 1);
    if (chunk.status == Status.READY) {
      ready.add(chunk);
      byAge.add(chunk);
    }
  }

  void take(Chunk chunk) {
    counts.add(chunk.status, -1);
    if (chunk.status == Status.READY) {
      ready.remove(chunk);
      byAge.remove(chunk);
    }
  }

  StageGauge gauge(String pipeline, String stage, Instant now) {
    Duration age = byAge.isEmpty() ? Duration.ZERO : Duration.between(byAge.first().since, now);
    return new StageGauge(
        pipeline,
        stage,
        counts.of(Status.READY),
        counts.of(Status.DELAYED),
        counts.of(Status.RUNNING),
        counts.of(Status.DEAD),
        age.isNegative() ? Duration.ZERO : age);
  }
}
