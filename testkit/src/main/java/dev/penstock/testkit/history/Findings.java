package dev.penstock.testkit.history;

import dev.penstock.engine.JobLog;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.testkit.history.FencedSink.Answer;
import dev.penstock.testkit.history.FencedSink.Effect;
import dev.penstock.testkit.history.FencedSink.Line;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a history comes to, each fault in a sentence.
 *
 * @param lost what should have happened and did not
 * @param twice what happened more than once
 * @param unexplained attempts that came to nothing, of which no timeline knows why
 * @param overtaken attempts that came to nothing and are explained
 */
record Findings(List<String> lost, List<String> twice, List<String> unexplained, long overtaken) {
  /** An attempt at a chunk. */
  private record Attempt(JobId job, String stage, long chunk, long fence) {}

  private static final int MOST_EVENTS = 1_000_000;

  /**
   * Compares what the engine says of jobs that have ended with what the sink and the processes saw.
   */
  static Findings of(
      JobLog log, List<JobId> jobs, List<Line> lines, List<Journal.Entry> commits) {
    var findings = new Findings(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), 0);
    Set<Effect> applied = findings.applied(lines);
    findings.closed(commits);
    Set<Attempt> explained = new HashSet<>();
    for (JobId id : jobs) {
      log.job(id)
          .ifPresentOrElse(
              job -> findings.ended(job, applied), () -> findings.lost.add("job " + id));
      explained.addAll(explanations(id, log.events(id, 0, MOST_EVENTS)));
    }
    long overtaken = findings.explain(lines, commits, explained);
    return new Findings(findings.lost, findings.twice, findings.unexplained, overtaken);
  }

  /** Effects that were applied; each of them once, or it is a finding. */
  private Set<Effect> applied(List<Line> lines) {
    var once = new HashSet<Effect>();
    for (Line line : lines) {
      if (line.answer() == Answer.APPLIED && !once.add(line.effect())) {
        twice.add("effect " + line.effect());
      }
    }
    return once;
  }

  /** No chunk may be ended by two commits. */
  private void closed(List<Journal.Entry> commits) {
    commits.stream()
        .filter(Journal.Entry::closes)
        .collect(
            Collectors.groupingBy(entry -> List.of(entry.job(), entry.chunk())))
        .values()
        .stream()
        .filter(same -> same.size() > 1)
        .forEach(same -> twice.add("end of a chunk: " + same));
  }

  /** Every item of a job came through, by as many effects as it has chunks. */
  private void ended(Job job, Set<Effect> applied) {
    if (job.state() != JobState.SUCCESSFUL || job.items().ok() != job.in()) {
      lost.add("items of " + job);
    }
    if (job.outcome().results().size() != 1) {
      lost.add("result of " + job);
    }
    long chunks = count(applied, job.id(), EffectsPipeline.APPLY);
    if (chunks != job.in()) {
      lost.add("effects of job %s: %d of %d".formatted(job.id(), chunks, job.in()));
    }
    long gathered = count(applied, job.id(), EffectsPipeline.GATHER);
    if (gathered != 1) {
      lost.add("job %s was gathered %d times".formatted(job.id(), gathered));
    }
  }

  private static long count(Set<Effect> applied, JobId job, String stage) {
    return applied.stream()
        .filter(effect -> effect.job().equals(job) && effect.stage().equals(stage))
        .count();
  }

  /** Attempts of which the timeline says how they ended. */
  private static Set<Attempt> explanations(JobId job, Collection<JobEvent> events) {
    return events.stream()
        .flatMap(event -> event.place().stream())
        .map(at -> new Attempt(job, at.stage(), at.chunk(), at.fence()))
        .collect(Collectors.toSet());
  }

  /**
   * Of all attempts at a chunk the last one ends it. Every other one has to be explained, and so
   * has every commit that was refused.
   */
  private long explain(
      List<Line> lines, List<Journal.Entry> commits, Set<Attempt> explained) {
    Map<Effect, TreeSet<Long>> fences = new HashMap<>();
    for (Line line : lines) {
      fences.computeIfAbsent(line.effect(), e -> new TreeSet<>()).add(line.fence());
    }
    var came = new HashSet<Attempt>();
    fences.forEach(
        (effect, all) -> {
          for (long fence : all.headSet(all.last())) {
            came.add(new Attempt(effect.job(), effect.stage(), effect.chunk(), fence));
          }
        });
    for (Journal.Entry entry : commits) {
      if (entry.verdict() != Verdict.APPLIED) {
        came.add(new Attempt(entry.job(), entry.stage(), entry.chunk(), entry.fence()));
      }
    }
    came.stream()
        .filter(attempt -> !explained.contains(attempt))
        .forEach(attempt -> unexplained.add(attempt.toString()));
    return came.size();
  }
}
