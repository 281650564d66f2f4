package dev.penstock.engine.sqlite;

import dev.penstock.engine.StageGauge.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** How many chunks of a stage are ready and since when, for each version of their plans. */
final class Ages {
  /** Of one version. */
  private static final class Age {
    /** How many became ready at each time: the first key is the oldest one's. */
    final TreeMap<Long, Long> since = new TreeMap<>();

    long chunks;
  }

  /** How one version stood. */
  record Stood(int version, long chunks, long oldest) {
    Waiting waiting(Instant now) {
      return new Waiting(version, chunks, Micros.since(oldest, now));
    }
  }

  private final TreeMap<Integer, Age> byVersion = new TreeMap<>();

  /** Counts chunks in, or out when negative. */
  void add(int version, long since, long chunks) {
    Age age = byVersion.computeIfAbsent(version, v -> new Age());
    age.since.merge(since, chunks, (a, b) -> a + b == 0 ? null : a + b);
    age.chunks += chunks;
    if (age.since.isEmpty()) {
      byVersion.remove(version);
    }
  }

  void clear() {
    byVersion.clear();
  }

  List<Stood> stood() {
    var list = new ArrayList<Stood>(byVersion.size());
    byVersion.forEach(
        (version, age) -> list.add(new Stood(version, age.chunks, age.since.firstKey())));
    return list;
  }
}
