package dev.penstock.engine.sqlite.powerloss;

import dev.penstock.blob.BlobRef;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that was acknowledged up to now, put together. */
final class Promises {
  /** What was acknowledged of one job. */
  static final class OfJob {
    final int items;
    long found;
    final Map<String, Tally> tallies = new HashMap<>();
    final Map<String, Integer> ended = new HashMap<>();
    final Set<Long> endedChunks = new HashSet<>();
    final Map<Long, Integer> attempts = new HashMap<>();
    Said.@Nullable Ended end;

    OfJob(int items) {
      this.items = items;
    }
  }

  final Map<JobId, OfJob> jobs = new HashMap<>();
  final Map<String, BlobRef> blobs = new HashMap<>();
  long fence;

  void add(Said said) {
    switch (said) {
      case Said.Submitted(JobId job, int items) -> jobs.put(job, new OfJob(items));
      case Said.Stored(BlobRef blob) -> blobs.put(blob.key(), blob);
      case Said.Dropping(String prefix) ->
          blobs.keySet().removeIf(key -> key.startsWith(prefix + "/"));
      case Said.Claimed(JobId job, long chunk, int attempt, long given) ->
          fence = Math.max(fence, given);
      case Said.Found(JobId job, long items) -> of(job).found += items;
      case Said.Retried(JobId job, long chunk, int attempt) ->
          of(job).attempts.merge(chunk, attempt, Math::max);
      case Said.Settled(JobId job, long chunk, String stage, Tally tally) ->
          settled(of(job), chunk, stage, tally);
      case Said.Ended end -> of(end.job()).end = end;
    }
  }

  private static void settled(OfJob job, long chunk, String stage, Tally tally) {
    job.endedChunks.add(chunk);
    job.ended.merge(stage, 1, Integer::sum);
    job.tallies.merge(stage, tally, Tally::plus);
    if (stage.equals("split")) {
      job.found += tally.in();
    }
  }

  /** A chunk may run before the submitter of its job got to say anything. */
  private OfJob of(JobId job) {
    return jobs.computeIfAbsent(job, id -> new OfJob(0));
  }
}
