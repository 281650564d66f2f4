package dev.penstock.engine.memory;

import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Turns;
import dev.penstock.engine.memory.Chunk.Status;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Toll;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One stage over all jobs: its ready chunks by turn and by age, and how many there are. */
final class Shelf {
  private static final Comparator<Chunk> BY_AGE =
      Comparator.comparing((Chunk chunk) -> chunk.since).thenComparing(Chunk.IN_ORDER);

  private final Turns<JobId> turns = new Turns<>();
  private final Map<Turns.Place<JobId>, TreeSet<Chunk>> ready = new HashMap<>();
  private final TreeSet<Chunk> byAge = new TreeSet<>(BY_AGE);
  private final StatusCounts counts = new StatusCounts();

  /** The chunk whose turn it is, of those that may pay. */
  @Nullable Chunk first(Predicate<Toll> payable) {
    Turns.Place<JobId> place = turns.next(payable);
    return place == null ? null : at(place).first();
  }

  /** Lets the turn go on behind a ready chunk that is about to be taken. */
  void took(Chunk chunk) {
    turns.took(chunk.turn(), Turns.cost(chunk.in));
  }

  void put(Chunk chunk) {
    counts.add(chunk.status, 1);
    if (chunk.status == Status.READY) {
      turns.add(chunk.turn(), 1);
      at(chunk.turn()).add(chunk);
      byAge.add(chunk);
    }
  }

  void take(Chunk chunk) {
    counts.add(chunk.status, -1);
    if (chunk.status == Status.READY) {
      turns.add(chunk.turn(), -1);
      NavigableSet<Chunk> same = at(chunk.turn());
      same.remove(chunk);
      if (same.isEmpty()) {
        ready.remove(chunk.turn());
      }
      byAge.remove(chunk);
    }
  }

  private NavigableSet<Chunk> at(Turns.Place<JobId> place) {
    return ready.computeIfAbsent(place, p -> new TreeSet<>(Chunk.IN_ORDER));
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
