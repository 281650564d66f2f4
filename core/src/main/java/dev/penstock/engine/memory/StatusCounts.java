package dev.penstock.engine.memory;

import dev.penstock.engine.memory.Chunk.Status;
import java.util.EnumMap;

/** How many chunks have each status. */
final class StatusCounts {
  private final EnumMap<Status, Long> counts = new EnumMap<>(Status.class);

  void add(Status status, long change) {
    counts.merge(status, change, Long::sum);
  }

  long of(Status status) {
    return counts.getOrDefault(status, 0L);
  }
}
