package dev.penstock.engine;

import dev.penstock.engine.Turns.Place;
import dev.penstock.pipeline.Toll;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ready chunks of one tenant that are alike but for their jobs, which take turns. */
final class ReadyRow<J> {
  /** What the chunks have in common. */
  record Kind(int version, int priority, Optional<Toll> toll) {
    static Kind of(Place<?> place) {
      return new Kind(place.version(), place.priority(), place.toll());
    }
  }

  final Contender<J> contender;
  final Kind kind;

  /** When the gate opens that it was found behind; null: it is in turn. */
  @Nullable Instant opens;

  /** How many chunks each job has. */
  private final LinkedHashMap<J, Long> jobs = new LinkedHashMap<>();

  ReadyRow(Contender<J> contender, Kind kind) {
    this.contender = contender;
    this.kind = kind;
  }

  /** Counts chunks of a job in, or out when negative. */
  void add(J job, long chunks) {
    jobs.merge(job, chunks, (a, b) -> a + b == 0 ? null : a + b);
  }

  boolean isEmpty() {
    return jobs.isEmpty();
  }

  /** Where the chunk stands whose turn it is. */
  Place<J> first() {
    J job = jobs.firstEntry().getKey();
    return new Place<>(contender.tenant, kind.version(), kind.priority(), kind.toll(), job);
  }

  /** A chunk of the job has its turn; false: it has none here. */
  boolean took(J job) {
    Long chunks = jobs.remove(job);
    if (chunks != null) {
      jobs.put(job, chunks);
    }
    return chunks != null;
  }
}
