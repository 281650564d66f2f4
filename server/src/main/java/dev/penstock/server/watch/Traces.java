package dev.penstock.server.watch;

import dev.penstock.job.JobId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The traces of jobs, the least lately touched forgotten first: at most {@link #MOST_JOBS}, and of
 * {@link #MOST_CELLS} chunks. Thread-safe.
 */
final class Traces {
  private static final int MOST_JOBS = 1_000;
  private static final int MOST_CELLS = 40_000;
  private static final int COUNT_EVERY = 256;

  private final LinkedHashMap<JobId, JobTrace> traces = new LinkedHashMap<>(64, .75f, true);
  private int untilCount = COUNT_EVERY;

  synchronized JobTrace of(JobId job, long now) {
    JobTrace trace = traces.computeIfAbsent(job, id -> new JobTrace(now));
    if (--untilCount <= 0 || traces.size() > MOST_JOBS) {
      untilCount = COUNT_EVERY;
      forget();
    }
    return trace;
  }

  synchronized Optional<JobTrace> find(JobId job) {
    return Optional.ofNullable(traces.get(job));
  }

  /** Those where something happened since the last call. */
  synchronized List<Map.Entry<JobId, JobTrace>> stale(int most) {
    return List.copyOf(traces.entrySet()).reversed().stream()
        .limit(most)
        .filter(entry -> entry.getValue().stale())
        .toList();
  }

  private void forget() {
    int cells = traces.values().stream().mapToInt(JobTrace::size).sum();
    var eldest = traces.entrySet().iterator();
    while (traces.size() > 1 && (traces.size() > MOST_JOBS || cells > MOST_CELLS)) {
      cells -= eldest.next().getValue().size();
      eldest.remove();
    }
  }
}
