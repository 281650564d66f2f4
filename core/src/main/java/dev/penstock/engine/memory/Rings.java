package dev.penstock.engine.memory;

import dev.penstock.engine.Bells;
import dev.penstock.job.JobId;
import java.util.LinkedHashSet;
import java.util.Set;

/** The bells that one verb owes, each once; rung after the lock is released. */
final class Rings {
  private record Name(String pipeline, String stage) {}

  private final Set<Name> ready = new LinkedHashSet<>();
  private final Set<JobId> changed = new LinkedHashSet<>();

  void ready(Chunk chunk) {
    ready.add(new Name(chunk.job.plan().pipeline(), chunk.planned().name()));
  }

  void changed(MemoryJob job) {
    changed.add(job.id());
  }

  void ring(Bells bells) {
    ready.forEach(name -> bells.ready(name.pipeline(), name.stage()));
    changed.forEach(bells::changed);
  }
}
