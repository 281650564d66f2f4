package dev.penstock.engine.memory;

import dev.penstock.engine.Bells;
import dev.penstock.job.JobId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The bells that one verb owes, each once; rung after the lock is released. */
final class Rings {
  private record Name(String pipeline, String stage) {}

  private final Set<Name> ready = new LinkedHashSet<>();
  private final Map<Name, Instant> later = new LinkedHashMap<>();
  private final Set<JobId> changed = new LinkedHashSet<>();

  void ready(Chunk chunk) {
    ready.add(new Name(chunk.job.plan().pipeline(), chunk.planned().name()));
  }

  void ready(String pipeline, String stage) {
    ready.add(new Name(pipeline, stage));
  }

  void readyAt(String pipeline, String stage, Instant at) {
    if (at.isBefore(Instant.MAX)) {
      later.merge(new Name(pipeline, stage), at, (a, b) -> a.isBefore(b) ? a : b);
    }
  }

  void changed(MemoryJob job) {
    changed.add(job.id());
  }

  void ring(Bells bells) {
    ready.forEach(name -> bells.ready(name.pipeline(), name.stage()));
    later.forEach((name, at) -> bells.readyAt(name.pipeline(), name.stage(), at));
    changed.forEach(bells::changed);
  }
}
