package dev.penstock.engine;

import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic that no step may break: nothing is lost, nothing is invented. Pure; every engine
 * asks it before it changes anything.
 */
public final class Conservation {
  private Conservation() {}

  /**
   * The spawns that a step leads to: its own or, where a chunk simply flows on, the one that stands
   * for it.
   *
   * @param load of the chunk, less what was checkpointed
   * @throws UnconservedStepException when the step does not add up
   */
  public static List<Spawn> spawnsOf(Plan plan, String stage, Tally load, Step.Done done) {
    checkCounts(stage, done.tally(), done.rejects());
    if (plan.stage(stage).edge() != Edge.START) {
      require(
          done.tally().in() == load.in(),
          "stage %s was given %d items and accounts for %d",
          stage,
          load.in(),
          done.tally().in());
    }
    boolean flowsOn =
        plan.after(stage).map(PlannedStage::edge).orElse(Edge.ALL) == Edge.EACH
            && done.spawns().isEmpty()
            && done.tally().passed() > 0;
    List<Spawn> spawns =
        flowsOn ? List.of(Spawn.of(done.out(), done.tally().onward())) : done.spawns();
    checkOnward(plan, stage, done.tally(), spawns);
    return spawns;
  }

  /**
   * Whether a checkpoint is the last one of its chunk made again, because its answer was lost: then
   * there is nothing to do.
   *
   * @param there how many checkpoints the chunk has
   * @throws UnconservedStepException when it is neither that one nor the next: items would count
   *     twice, or not at all
   */
  public static boolean repeats(String stage, int there, Step.Checkpoint checkpoint) {
    require(
        checkpoint.number() == there || checkpoint.number() == there + 1,
        "stage %s has made %d checkpoints of its chunk, and makes number %d",
        stage,
        there,
        checkpoint.number());
    return checkpoint.number() == there;
  }

  /**
   * Checks a checkpoint in the same way.
   *
   * @throws UnconservedStepException when the step does not add up
   */
  public static void check(Plan plan, String stage, Tally load, Step.Checkpoint checkpoint) {
    checkCounts(stage, checkpoint.tally(), checkpoint.rejects());
    if (plan.stage(stage).edge() != Edge.START) {
      require(
          checkpoint.tally().in() <= load.in(),
          "stage %s has %d items left and checkpoints %d",
          stage,
          load.in(),
          checkpoint.tally().in());
    }
    checkOnward(plan, stage, checkpoint.tally(), checkpoint.spawns());
  }

  /**
   * Checks that the parts of a cut chunk are the chunk.
   *
   * @throws UnconservedStepException when they are not
   */
  public static void check(Plan plan, String stage, Tally load, Step.Split split) {
    require(
        plan.stage(stage).edge() != Edge.START,
        "stage %s discovers items; its chunk cannot be cut",
        stage);
    require(
        split.parts().stream().allMatch(part -> part.group().isEmpty()),
        "stage %s cuts a chunk into other groups",
        stage);
    Tally parts = sum(stage, split.parts());
    require(
        parts.ok() == load.ok() && parts.repaired() == load.repaired(),
        "stage %s cuts %s into %s",
        stage,
        load,
        parts);
  }

  /**
   * Counts the items that a START stage found to those that its job has.
   *
   * @return the new number
   * @throws UnconservedStepException when it is more than a long can count
   */
  public static long found(String stage, long before, Tally more) {
    try {
      return Math.addExact(before, more.in());
    } catch (ArithmeticException e) {
      throw uncountable(stage);
    }
  }

  /** The items can be counted, and each rejected one has its line, each line its item. */
  private static void checkCounts(String stage, Tally tally, @Nullable Rejects rejects) {
    long reported;
    try {
      tally.in();
      reported = rejects == null ? 0 : rejects.count();
    } catch (ArithmeticException e) {
      throw uncountable(stage);
    }
    require(
        tally.rejected() == reported,
        "stage %s rejects %d items and reports %d",
        stage,
        tally.rejected(),
        reported);
  }

  /** What passes goes on: in spawns before an EACH edge, through the barrier before an ALL edge. */
  private static void checkOnward(Plan plan, String stage, Tally tally, List<Spawn> spawns) {
    require(tally.dead() == 0, "stage %s counts items as dead; chunks die, not items", stage);
    Edge next = plan.after(stage).map(PlannedStage::edge).orElse(Edge.ALL);
    if (next != Edge.EACH) {
      require(spawns.isEmpty(), "stage %s spawns, but no EACH edge follows it", stage);
      return;
    }
    Tally onward = sum(stage, spawns);
    require(
        onward.ok() == tally.ok() && onward.repaired() == tally.repaired(),
        "stage %s passed %s and spawns %s",
        stage,
        tally.onward(),
        onward);
  }

  private static Tally sum(String stage, List<Spawn> spawns) {
    try {
      return spawns.stream().map(Spawn::load).reduce(Tally.ZERO, Tally::plus);
    } catch (ArithmeticException e) {
      throw uncountable(stage);
    }
  }

  private static UnconservedStepException uncountable(String stage) {
    return new UnconservedStepException(
        "stage %s has more items than can be counted".formatted(stage));
  }

  private static void require(boolean holds, String why, Object... facts) {
    if (!holds) {
      throw new UnconservedStepException(why.formatted(facts));
    }
  }
}
