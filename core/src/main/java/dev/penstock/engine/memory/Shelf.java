package dev.penstock.engine.memory;

import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Turns;
import dev.penstock.engine.memory.Chunk.Status;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Toll;
import dev.penstock.pipeline.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One stage over all jobs: its ready chunks by turn and by age, and how many there are. */
final class Shelf {
  private static final Comparator<Chunk> BY_AGE =
      Comparator.comparing((Chunk chunk) -> chunk.since).thenComparing(Chunk.IN_ORDER);

  private final Turns<JobId> turns = new Turns<>();
  private final Map<Turns.Place<JobId>, TreeSet<Chunk>> ready = new HashMap<>();

  /** By the version of their plans. */
  private final TreeMap<Integer, TreeSet<Chunk>> byAge = new TreeMap<>();

  private final StatusCounts counts = new StatusCounts();

  /** The chunk whose turn it is, of those that may pay. */
  @Nullable Chunk first(Versions versions, Function<Toll, Instant> opens, Instant now) {
    Turns.Place<JobId> place = turns.next(versions, opens, now);
    return place == null ? null : at(place).first();
  }

  /** When it is worth looking behind closed gates again; null: there is nothing. */
  @Nullable Instant opens() {
    return turns.opens();
  }

  /** A gate has given way. */
  void open(String gate) {
    turns.open(gate);
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
      aged(chunk).add(chunk);
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
      aged(chunk).remove(chunk);
    }
  }

  private NavigableSet<Chunk> at(Turns.Place<JobId> place) {
    return ready.computeIfAbsent(place, p -> new TreeSet<>(Chunk.IN_ORDER));
  }

  private NavigableSet<Chunk> aged(Chunk chunk) {
    return byAge.computeIfAbsent(chunk.job.plan().version(), v -> new TreeSet<>(BY_AGE));
  }

  StageGauge gauge(String pipeline, String stage, Instant now) {
    byAge.values().removeIf(TreeSet::isEmpty);
    var waiting = new ArrayList<StageGauge.Waiting>(byAge.size());
    byAge.forEach(
        (version, chunks) ->
            waiting.add(
                new StageGauge.Waiting(version, chunks.size(), age(chunks.first().since, now))));
    Duration oldest =
        waiting.stream()
            .map(StageGauge.Waiting::oldest)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return new StageGauge(
        pipeline,
        stage,
        counts.of(Status.READY),
        counts.of(Status.DELAYED),
        counts.of(Status.RUNNING),
        counts.of(Status.DEAD),
        oldest,
        waiting);
  }

  private static Duration age(Instant since, Instant now) {
    return since.isBefore(now) ? Duration.between(since, now) : Duration.ZERO;
  }
}
