package dev.penstock.store.embedded;

import dev.penstock.job.JobId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Up to which round a job was discarded, so that a writer who has not noticed yet makes no new part
 * of it. The jobs discarded last are remembered, for as long as the process lives: no writer
 * outlives it. Thread-safe.
 */
final class Discards {
  private static final int MOST_JOBS = 10_000;

  private final Map<JobId, Integer> rounds =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Integer> eldest) {
          return size() > MOST_JOBS;
        }
      };

  synchronized void add(JobId job, int round) {
    Integer before = rounds.remove(job);
    rounds.put(job, before == null ? round : Math.max(before, round));
  }

  synchronized boolean has(PartName part) {
    Integer round = rounds.get(part.job());
    return round != null && part.round() <= round;
  }
}
