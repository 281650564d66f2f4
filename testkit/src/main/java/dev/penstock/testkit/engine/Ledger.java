package dev.penstock.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Step;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import java.util.HashMap;
import java.util.Map;

/** A test's own count of what its applied steps add up to, kept apart from any engine. */
final class Ledger {
  private final Map<JobId, Long> found = new HashMap<>();
  private final Map<JobId, Tally> settled = new HashMap<>();

  void applied(Plan plan, Claim claim, Step step) {
    switch (step) {
      case Step.Done done -> add(plan, claim, done.tally());
      case Step.Checkpoint checkpoint -> add(plan, claim, checkpoint.tally());
      case Step.Retry retry -> {}
      case Step.Split split -> {}
      case Step.Dead dead -> {}
      case Step.Release release -> {}
    }
  }

  /** Compares all but the dead, who may rise again. */
  void check(Job job) {
    assertThat(job.in()).as("items of %s", job).isEqualTo(found.getOrDefault(job.id(), 0L));
    Tally items = job.items();
    assertThat(new Tally(items.ok(), items.repaired(), items.rejected(), 0, items.duplicates()))
        .as("settled items of %s", job)
        .isEqualTo(settled.getOrDefault(job.id(), Tally.ZERO));
  }

  private void add(Plan plan, Claim claim, Tally tally) {
    JobId job = claim.chunk().job();
    if (RandomSteps.starts(plan, claim)) {
      found.merge(job, tally.in(), Long::sum);
    }
    boolean last = plan.after(claim.scope().stage()).isEmpty();
    settled.merge(job, last ? tally : Tally.of(0, 0, tally.rejected()), Tally::plus);
  }
}
