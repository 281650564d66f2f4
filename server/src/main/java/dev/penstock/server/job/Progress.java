package dev.penstock.server.job;

import dev.penstock.job.Job;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress;
import dev.penstock.job.Tally;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How far a job is, from 0 to 1.
 *
 * <p>Every item has to leave every stage once: with n stages, an item's way has n steps. A passed
 * item has made one step for each stage that it left; a rejected or dead one has nothing ahead of
 * it, so all its remaining steps count as made. Items that are through in a chunk which still runs
 * have made its step, too. Progress is steps made over steps in all. While the first stage still
 * discovers items nobody knows how many there will be, and there is no progress to tell.
 */
public final class Progress {
  private Progress() {}

  public static OptionalDouble of(Job job) {
    if (job.state() == JobState.SUCCESSFUL) {
      return OptionalDouble.of(1);
    }
    List<StageProgress> stages = job.stages();
    if (job.in() == 0 || stages.isEmpty() || stages.getFirst().chunks().open() > 0) {
      return OptionalDouble.empty();
    }
    double made = 0;
    for (int i = 0; i < stages.size(); i++) {
      Tally left = stages.get(i).items();
      made +=
          left.passed()
              + stages.get(i).underway()
              + (double) (left.rejected() + left.dead()) * (stages.size() - i);
    }
    double share = made / ((double) job.in() * stages.size());
    return OptionalDouble.of(Math.clamp(Math.floor(share * 1000) / 1000, 0, 1));
  }
}
