package dev.penstock.testkit.history;

import dev.penstock.engine.JobLog;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.testkit.history.FencedSink.Answer;
import dev.penstock.testkit.history.FencedSink.Effect;
import dev.penstock.testkit.history.FencedSink.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what became of jobs with what was ordered: all of it, each effect once. */
final class Outcomes {
  private final List<String> lost = new ArrayList<>();
  private final List<String> twice = new ArrayList<>();
  private final Map<String, Integer> effects = new HashMap<>();

  private Outcomes() {}

  /**
   * What is to be said of them.
   *
   * @param jobs each with the number of its chunks
   */
  static Findings of(JobLog log, Map<JobId, Integer> jobs, List<Line> lines) {
    var outcomes = new Outcomes();
    outcomes.count(lines);
    jobs.forEach(
        (id, chunks) ->
            log.job(id)
                .ifPresentOrElse(
                    job -> outcomes.job(job, chunks), () -> outcomes.lost.add("job " + id)));
    return new Findings(outcomes.lost, outcomes.twice, List.of(), 0);
  }

  private void count(List<Line> lines) {
    Set<Effect> once = new HashSet<>();
    for (Line line : lines) {
      if (line.answer() != Answer.APPLIED) {
        continue;
      }
      if (!once.add(line.effect())) {
        twice.add("effect " + line.effect());
      }
      effects.merge(kind(line.effect().job(), line.effect().stage()), 1, Integer::sum);
    }
  }

  private static String kind(JobId job, String stage) {
    return job + " " + stage;
  }

  /** Every item of a job came through, by as many effects as it has chunks. */
  private void job(Job job, int chunks) {
    if (job.state() != JobState.SUCCESSFUL || job.in() != chunks || job.items().ok() != chunks) {
      lost.add("some of %d items of %s".formatted(chunks, job));
    }
    if (job.outcome().results().size() != 1) {
      lost.add("the one result of " + job);
    }
    exactly(chunks, job.id(), EffectsPipeline.APPLY);
    exactly(1, job.id(), EffectsPipeline.GATHER);
  }

  private void exactly(int wanted, JobId job, String stage) {
    int came = effects.getOrDefault(kind(job, stage), 0);
    if (came != wanted) {
      (came < wanted ? lost : twice)
          .add("%d effects of %s in job %s, not %d".formatted(came, stage, job, wanted));
    }
  }
}
