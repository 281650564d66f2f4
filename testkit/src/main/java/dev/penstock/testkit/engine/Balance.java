package dev.penstock.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Job;
import dev.penstock.job.StageProgress;
import dev.penstock.job.Tally;

/** The book-keeping that holds for every job at every moment, checked from the outside. */
public final class Balance {
  private Balance() {}

  /**
   * Items that came in are settled or open, in the job and in each of its stages: what a stage
   * passes is what the next one is given.
   */
  public static void check(Job job) {
    long given = job.in();
    long rejected = 0;
    long dead = 0;
    for (StageProgress stage : job.stages()) {
      Tally items = stage.items();
      long open = given - items.in();
      assertThat(open).as("items open at or before %s of %s", stage, job).isNotNegative();
      if (open > 0) {
        assertThat(openChunks(job)).as("chunks that hold the open items of %s", job).isPositive();
      }
      rejected += items.rejected();
      dead += items.dead();
      given = items.passed();
    }
    Tally last = job.stages().getLast().items();
    assertThat(job.items())
        .as("settled items of %s", job)
        .isEqualTo(new Tally(last.ok(), last.repaired(), rejected, dead, last.duplicates()));
    assertThat(job.open()).as("open items of %s", job).isNotNegative();
    if (job.state().ended()) {
      assertThat(job.items().in()).as("items of ended %s", job).isEqualTo(job.in());
      assertThat(openChunks(job)).as("open chunks of ended %s", job).isZero();
    }
  }

  public static long openChunks(Job job) {
    return job.stages().stream().mapToLong(stage -> stage.chunks().open()).sum();
  }
}
