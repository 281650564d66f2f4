package dev.penstock.testkit.history;

import dev.penstock.engine.JobLog;
import dev.penstock.engine.Step;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.testkit.history.FencedSink.Line;
import dev.penstock.testkit.history.Journal.Answer;
import dev.penstock.testkit.history.Journal.Attempt;
import dev.penstock.testkit.history.Journal.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Follows every attempt at every chunk, as processes and sink saw them: the newest ends the chunk
 * and nobody else does, and of all others somebody knows why they came to nothing.
 */
final class Attempts {
  private static final int MOST_EVENTS = 1_000_000;

  /** What is claimed again and again until it has ended. */
  private record Chunk(JobId job, String stage, long number) {
    static Chunk of(Attempt attempt) {
      return new Chunk(attempt.job(), attempt.stage(), attempt.chunk());
    }
  }

  private final List<String> twice = new ArrayList<>();
  private final List<String> unexplained = new ArrayList<>();
  private final Map<Chunk, TreeSet<Long>> fences = new HashMap<>();
  private final Set<Attempt> explained = new HashSet<>();

  private Attempts() {}

  /** What is to be said of them. */
  static Findings of(JobLog log, Collection<JobId> jobs, List<Line> lines, List<Entry> entries) {
    var attempts = new Attempts();
    for (Entry entry : entries) {
      attempts.came(entry.attempt());
    }
    for (Line line : lines) {
      FencedSink.Effect effect = line.effect();
      attempts.came(new Attempt(effect.job(), effect.stage(), effect.chunk(), line.fence()));
    }
    for (JobId job : jobs) {
      attempts.explainBy(job, log.events(job, 0, MOST_EVENTS));
    }
    attempts.fencesAreNew(entries);
    attempts.onlyTheNewestEnds(entries);
    attempts.aCheckpointIsMadeByOneAttempt(entries);
    long overtaken = attempts.othersAreExplained();
    attempts.refusalsAreExplained(entries);
    return new Findings(List.of(), attempts.twice, attempts.unexplained, overtaken);
  }

  private void came(Attempt attempt) {
    fences.computeIfAbsent(Chunk.of(attempt), chunk -> new TreeSet<>()).add(attempt.fence());
  }

  private boolean isNewest(Attempt attempt) {
    TreeSet<Long> all = fences.get(Chunk.of(attempt));
    return all != null && all.last() == attempt.fence();
  }

  /** The timeline says of these attempts how they ended. */
  private void explainBy(JobId job, List<JobEvent> events) {
    for (JobEvent event : events) {
      event
          .place()
          .ifPresent(at -> explained.add(new Attempt(job, at.stage(), at.chunk(), at.fence())));
    }
  }

  private void fencesAreNew(List<Entry> entries) {
    var given = new HashSet<Long>();
    for (Entry entry : entries) {
      if (entry.answer() == Answer.GRANTED && !given.add(entry.attempt().fence())) {
        twice.add("fence " + entry.attempt());
      }
    }
  }

  private void onlyTheNewestEnds(List<Entry> entries) {
    var ended = new HashSet<Chunk>();
    for (Entry entry : entries) {
      if (!entry.applied(Step.Done.class)) {
        continue;
      }
      if (!ended.add(Chunk.of(entry.attempt()))) {
        twice.add("end of a chunk: " + entry.attempt());
      }
      if (!isNewest(entry.attempt())) {
        twice.add("ended by one who had been overtaken: " + entry.attempt());
      }
    }
  }

  /** The same attempt may make one again that was not answered; another one must not. */
  private void aCheckpointIsMadeByOneAttempt(List<Entry> entries) {
    var by = new HashMap<String, Attempt>();
    for (Entry entry : entries) {
      if (entry.checkpointed()) {
        String checkpoint = entry.step() + " of " + Chunk.of(entry.attempt());
        Attempt other = by.putIfAbsent(checkpoint, entry.attempt());
        if (other != null && !other.equals(entry.attempt())) {
          twice.add(checkpoint);
        }
      }
    }
  }

  /** How many there were. */
  private long othersAreExplained() {
    long overtaken = 0;
    for (var each : fences.entrySet()) {
      Chunk chunk = each.getKey();
      for (long fence : each.getValue().headSet(each.getValue().last())) {
        overtaken++;
        var attempt = new Attempt(chunk.job(), chunk.stage(), chunk.number(), fence);
        if (!explained.contains(attempt)) {
          unexplained.add("came to nothing: " + attempt);
        }
      }
    }
    return overtaken;
  }

  /** A call that is made again because it was not answered may find itself done. */
  private void refusalsAreExplained(List<Entry> entries) {
    var unanswered = new HashSet<Attempt>();
    for (Entry entry : entries) {
      Attempt attempt = entry.attempt();
      switch (entry.answer()) {
        case GRANTED, APPLIED -> {}
        case UNKNOWN -> unanswered.add(attempt);
        case REFUSED -> {
          boolean again = unanswered.contains(attempt) && isNewest(attempt);
          if (!again && !explained.contains(attempt)) {
            unexplained.add("refused: " + entry);
          }
        }
      }
    }
  }
}
