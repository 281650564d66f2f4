package dev.penstock.engine.redis;

import dev.penstock.engine.Plan;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.InputValues;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What never changes of the jobs that were last at work here. Thread-safe. */
final class KnownJobs {
  private static final int MOST = 4_096;

  /** A job's constants. */
  record Facts(String tenant, Plan plan, InputValues inputs) {}

  private final Shard shard;
  private final Map<JobId, Facts> lately =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Facts> eldest) {
          return size() > MOST;
        }
      };

  KnownJobs(Shard shard) {
    this.shard = shard;
  }

  /** Notes what a function told of a job. */
  Facts note(Reply told) {
    var id = new JobId(told.text(0));
    Facts known = get(id);
    if (known != null) {
      return known;
    }
    var facts =
        new Facts(
            told.text(1),
            shard.plan(told.text(2)),
            Inputs.read(told.bytes(3), told.text(4), told.text(5), told.text(6)));
    synchronized (lately) {
      lately.put(id, facts);
    }
    return facts;
  }

  /** Null: there is no such job. */
  @Nullable Facts find(JobId id) {
    Facts known = get(id);
    if (known != null) {
      return known;
    }
    Reply told = shard.read("facts", new Args().add(id.value()));
    return told.isEmpty() ? null : note(told);
  }

  void forget(JobId id) {
    synchronized (lately) {
      lately.remove(id);
    }
  }

  private @Nullable Facts get(JobId id) {
    synchronized (lately) {
      return lately.get(id);
    }
  }
}
