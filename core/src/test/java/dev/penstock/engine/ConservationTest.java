package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConservationTest {
  private static final Plan PLAN =
      new Plan(
          "p",
          1,
          List.of(
              stage("split", Edge.START),
              stage("refine", Edge.EACH),
              stage("store", Edge.EACH),
              stage("publish", Edge.ALL)));
  private static final BlobRef LINES = new BlobRef("rejects", 10, "crc32c:00000000");
  private static final Payload OUT = Payload.inline(new byte[] {1});

  @Test
  void theDiscoveringStageMayFindAnyNumber() {
    List<Spawn> spawns = List.of(spawn(Tally.ofOk(3)), spawn(Tally.of(1, 1, 0)));
    assertThat(spawnsOf("split", Tally.ZERO, Tally.of(4, 1, 9), spawns)).isEqualTo(spawns);
  }

  @Test
  void aChunkThatFlowsOnTakesEverythingThatPassedAlong() {
    assertThat(spawnsOf("refine", Tally.ofOk(9), new Tally(4, 3, 2, 0, 1), List.of()))
        .containsExactly(Spawn.of(OUT, new Tally(4, 3, 0, 0, 1)));
  }

  @Test
  void nothingFlowsOnWhereNothingPassed() {
    assertThat(spawnsOf("refine", Tally.ofOk(2), Tally.of(0, 0, 2), List.of())).isEmpty();
    assertThat(spawnsOf("split", Tally.ZERO, Tally.ZERO, List.of())).isEmpty();
  }

  @Test
  void throughABarrierAndOutOfTheLastStageNothingIsSpawned() {
    assertThat(spawnsOf("store", Tally.ofOk(2), Tally.ofOk(2), List.of())).isEmpty();
    assertThat(spawnsOf("publish", Tally.ofOk(2), Tally.ofOk(2), List.of())).isEmpty();
  }

  @Test
  void aStageThatLosesOrInventsItemsIsRefused() {
    assertRefused("refine", Tally.ofOk(3), Tally.ofOk(2), List.of(), "given 3", "accounts for 2");
    assertRefused("refine", Tally.ofOk(3), Tally.of(3, 0, 1), List.of(), "accounts for 4");
    assertRefused("publish", Tally.ofOk(3), Tally.ZERO, List.of(), "accounts for 0");
  }

  @Test
  void spawnsThatDoNotSumUpToWhatPassedAreRefused() {
    Tally load = Tally.ofOk(3);
    assertRefused("refine", load, load, List.of(spawn(Tally.ofOk(2))), "passed", "spawns");
    assertRefused("refine", load, load, List.of(spawn(Tally.ofOk(4))), "passed", "spawns");
    assertRefused("refine", load, load, List.of(spawn(Tally.of(2, 1, 0))), "passed", "spawns");
    assertRefused("split", Tally.ZERO, Tally.ZERO, List.of(spawn(load)), "passed", "spawns");
  }

  @Test
  void spawnsWhereNoEachEdgeFollowsAreRefused() {
    List<Spawn> spawns = List.of(spawn(Tally.ofOk(3)));
    assertRefused("store", Tally.ofOk(3), Tally.ofOk(3), spawns, "no EACH edge follows");
    assertRefused("publish", Tally.ofOk(3), Tally.ofOk(3), spawns, "no EACH edge follows");
  }

  @Test
  void aStageThatCountsItemsAsDeadIsRefused() {
    assertRefused("refine", Tally.ofOk(3), new Tally(2, 0, 0, 1, 0), List.of(), "dead");
  }

  @Test
  void aCheckpointTakesAPartOfTheLoad() {
    check("refine", Tally.ofOk(9), Tally.of(2, 1, 1), List.of(spawn(Tally.of(2, 1, 0))));
    check("refine", Tally.ofOk(4), Tally.of(2, 1, 1), List.of(spawn(Tally.of(2, 1, 0))));
    check("split", Tally.ZERO, Tally.ofOk(4), List.of(spawn(Tally.ofOk(4))));
    check("publish", Tally.ofOk(4), Tally.ofOk(1), List.of());
  }

  @Test
  void aCheckpointThatDoesNotAddUpIsRefused() {
    assertThatExceptionOfType(UnconservedStepException.class)
        .isThrownBy(() -> check("refine", Tally.ofOk(3), Tally.of(0, 0, 4), List.of()))
        .withMessageContaining("has 3 items left and checkpoints 4");
    assertThatExceptionOfType(UnconservedStepException.class)
        .as("a checkpoint never flows on by itself")
        .isThrownBy(() -> check("refine", Tally.ofOk(3), Tally.ofOk(2), List.of()));
    assertThatExceptionOfType(UnconservedStepException.class)
        .isThrownBy(
            () -> check("store", Tally.ofOk(3), Tally.ofOk(2), List.of(spawn(Tally.ofOk(2)))));
    assertThatExceptionOfType(UnconservedStepException.class)
        .isThrownBy(() -> check("store", Tally.ofOk(3), Tally.ofOk(2).allDead(), List.of()));
  }

  @Test
  void everyRejectedItemHasItsLineAndEveryLineItsItem() {
    for (long reported : new long[] {0, 1, 3, Long.MAX_VALUE}) {
      var done = new Step.Done(Tally.of(1, 0, 2), OUT, List.of(), rejects(reported), List.of());
      assertThatExceptionOfType(UnconservedStepException.class)
          .isThrownBy(() -> Conservation.spawnsOf(PLAN, "refine", Tally.ofOk(3), done))
          .withMessageContaining("rejects 2 items and reports " + reported);
      var checkpoint =
          new Step.Checkpoint(1, new byte[0], Tally.of(0, 0, 2), List.of(), rejects(reported));
      assertThatExceptionOfType(UnconservedStepException.class)
          .isThrownBy(() -> Conservation.check(PLAN, "refine", Tally.ofOk(3), checkpoint));
    }
  }

  @Test
  void whatCannotBeCountedIsRefused() {
    long most = Long.MAX_VALUE;
    Tally all = Tally.ofOk(most);
    assertRefused("split", Tally.ZERO, Tally.of(most, 1, 0), List.of(), "than can be counted");
    assertRefused(
        "split", Tally.ZERO, all, List.of(spawn(all), spawn(Tally.ofOk(1))), "can be counted");
    assertThat(Conservation.found("split", most - 1, Tally.ofOk(1))).isEqualTo(most);
    assertThatExceptionOfType(UnconservedStepException.class)
        .isThrownBy(() -> Conservation.found("split", most, Tally.ofOk(1)));
    var lines = new Rejects(LINES, Map.of("a", most, "b", 3L));
    var done = new Step.Done(Tally.of(1, 0, 2), OUT, List.of(), lines, List.of());
    assertThatExceptionOfType(UnconservedStepException.class)
        .isThrownBy(() -> Conservation.spawnsOf(PLAN, "refine", Tally.ofOk(3), done));
  }

  private static void assertRefused(
      String stage, Tally load, Tally tally, List<Spawn> spawns, String... facts) {
    assertThatExceptionOfType(UnconservedStepException.class)
        .isThrownBy(() -> spawnsOf(stage, load, tally, spawns))
        .satisfies(refusal -> assertThat(refusal.getMessage()).contains(stage).contains(facts));
  }

  private static List<Spawn> spawnsOf(String stage, Tally load, Tally tally, List<Spawn> spawns) {
    return Conservation.spawnsOf(
        PLAN, stage, load, new Step.Done(tally, OUT, spawns, rejects(tally.rejected()), List.of()));
  }

  private static void check(String stage, Tally load, Tally tally, List<Spawn> spawns) {
    Conservation.check(
        PLAN,
        stage,
        load,
        new Step.Checkpoint(1, new byte[0], tally, spawns, rejects(tally.rejected())));
  }

  private static Spawn spawn(Tally load) {
    return Spawn.of(Payload.NONE, load);
  }

  private static PlannedStage stage(String name, Edge edge) {
    return new PlannedStage(name, edge, RetryPolicy.DEFAULT);
  }

  private static @Nullable Rejects rejects(long count) {
    return count == 0 ? null : new Rejects(LINES, Map.of("test.bad", count));
  }
}
