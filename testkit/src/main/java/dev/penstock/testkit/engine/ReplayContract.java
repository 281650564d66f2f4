package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.ALL;
import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Verdict;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress.Chunks;
import dev.penstock.job.Tally;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Dead letters that are tried again, as rounds of their job. */
abstract class ReplayContract extends EngineCase {
  private final Plan plan = Plans.linear(START, EACH, ALL);

  ReplayContract(EngineSource source) {
    super(source);
  }

  private Changed replay(JobId id, Long... chunks) {
    return engine.control(id, new Control.Replay(Set.of(chunks)));
  }

  /** A job that ended with two dead chunks (3 and 4 items) and one that passed (5 items). */
  private JobId partial() {
    JobId id = found(plan, 3, 4, 5);
    apply(claim("b"), Outcomes.dead());
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    passAll("c");
    assertThat(job(id).items()).isEqualTo(new Tally(5, 0, 0, 7, 0));
    return id;
  }

  @Test
  void aReplayedChunkRunsInANewRoundWithAllItsAttempts() {
    JobId id = found(plan, 3, 4);
    apply(claim("b"), Outcomes.retry());
    claim("b");
    lapse();
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    passAll("c");

    assertThat(replay(id)).isEqualTo(new Changed.Applied(1));
    Claim again = claim("b");
    assertThat(again.chunk().number()).isEqualTo(2);
    assertThat(again.scope().round()).isEqualTo(1);
    assertThat(again.lease().attempt()).isEqualTo(1);
    assertThat(again.lease().crashes()).isZero();
    assertThat(again.load()).isEqualTo(Tally.ofOk(3));
    assertThat(again.work().in()).isEqualTo(Outcomes.text("chunk-0"));
  }

  @Test
  void anEndedJobRunsAgainAndItsTotalsStillAddUp() {
    JobId id = partial();
    Job before = job(id);
    assertThat(replay(id)).isEqualTo(new Changed.Applied(2));
    Job running = job(id);
    assertThat(running.state()).isEqualTo(JobState.RUNNING);
    assertThat(running.times().ended()).isNull();
    assertThat(running.times().started()).isEqualTo(before.times().started());
    assertThat(running.items()).isEqualTo(Tally.ofOk(5));
    assertThat(running.open()).isEqualTo(7);
    assertThat(letters(id, 0, 9)).isEmpty();
    assertThat(kinds(id)).endsWith(Kind.SUCCEEDED, Kind.REPLAYED);
    crash();
    passAll("b");
    passAll("c");
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).partial()).isFalse();
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(12));
  }

  @Test
  void aRoundFiresItsBarriersAgainWithItsOwnItemsOnly() {
    JobId id = partial();
    replay(id, 2L);
    passAll("b");
    Claim all = claim("c");
    assertThat(all.load()).isEqualTo(Tally.ofOk(3));
    assertThat(all.scope().round()).isEqualTo(1);
    apply(all, Outcomes.pass(all));
    assertThat(kinds(id))
        .endsWith(Kind.REPLAYED, Kind.STAGE_COMPLETED, Kind.STAGE_COMPLETED, Kind.SUCCEEDED);
    replay(id);
    passAll("b");
    Claim third = claim("c");
    assertThat(third.load()).isEqualTo(Tally.ofOk(4));
    assertThat(third.scope().round()).isEqualTo(2);
    apply(third, Outcomes.pass(third));
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(12));
  }

  @Test
  void onlyTheChosenDeadLettersAreReplayed() {
    JobId id = partial();
    assertThat(replay(id, 3L, 4L, 99L)).isEqualTo(new Changed.Applied(1));
    assertThat(claim("b", 9)).extracting(c -> c.chunk().number()).containsExactly(3L);
    assertThat(letters(id, 0, 9)).extracting(DeadLetter::chunk).containsExactly(2L);
  }

  @Test
  void aRunningJobMayReplayWhileItsFirstRoundGoesOn() {
    JobId id = found(plan, 3, 4);
    Claim first = claim("b");
    apply(claim("b"), Outcomes.dead());
    assertThat(replay(id)).isEqualTo(new Changed.Applied(1));
    Claim again = claim("b");
    apply(again, Outcomes.pass(again));
    Claim second = claim("c");
    assertThat(second.scope().round()).isEqualTo(1);
    assertThat(second.load()).isEqualTo(Tally.ofOk(4));
    apply(second, Outcomes.pass(second));
    assertThat(job(id).state()).isEqualTo(JobState.RUNNING);
    apply(first, Outcomes.pass(first));
    Claim all = claim("c");
    assertThat(all.scope().round()).isZero();
    apply(all, Outcomes.pass(all));
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(7));
  }

  @Test
  void aReplayedChunkThatDiesAgainIsADeadLetterAgain() {
    JobId id = partial();
    replay(id);
    apply(claim("b"), Outcomes.dead());
    apply(claim("b"), Outcomes.dead());
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).items()).isEqualTo(new Tally(5, 0, 0, 7, 0));
    assertThat(letters(id, 0, 9)).hasSize(2);
    assertThat(stage(id, "c").chunks().total()).isEqualTo(1);
  }

  @Test
  void aDeadChunkBehindABarrierIsReplayedByItself() {
    JobId id = found(plan, 3, 4);
    passAll("b");
    apply(claim("c"), Outcomes.dead());
    assertThat(job(id).state()).isEqualTo(JobState.FAILED);
    assertThat(replay(id)).isEqualTo(new Changed.Applied(1));
    assertThat(job(id).outcome().failure()).isNull();
    Claim again = claim("c");
    assertThat(again.load()).isEqualTo(Tally.ofOk(7));
    apply(again, Outcomes.pass(again));
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(stage(id, "c").chunks()).isEqualTo(new Chunks(0, 0, 0, 1, 0, 0));
  }

  @Test
  void deadChunksBeforeAndBehindABarrierAreReplayedTogether() {
    JobId id = found(Plans.linear(START, EACH, ALL, EACH), 3, 4);
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    Claim all = claim("c");
    apply(all, Outcomes.done(Tally.ofOk(4), Outcomes.spawns("", 1, 3)));
    apply(claim("d"), Outcomes.dead());
    passAll("d");
    assertThat(job(id).items()).isEqualTo(new Tally(3, 0, 0, 4, 0));
    assertThat(replay(id)).isEqualTo(new Changed.Applied(2));
    passAll("d");
    assertThat(job(id).state()).isEqualTo(JobState.RUNNING);
    passAll("b");
    passAll("c");
    passAll("d");
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(7));
  }

  @Test
  void aReplayedGroupHasItsOwnBarrierInTheRoundToo() {
    JobId id = submit(Plans.linear(START, EACH, EACH, ALL));
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("x", Tally.ofOk(2), Outcomes.spawns("north", 2)));
    apply(start, Outcomes.done(Tally.ofOk(3), Outcomes.spawns("south", 3)));
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    apply(claim("c"), Outcomes.dead());
    assertThat(job(id).state()).isEqualTo(JobState.FAILED);
    replay(id);
    passAll("c");
    Claim south = claim("d");
    assertThat(south.scope().group()).isEqualTo("south");
    assertThat(south.load()).isEqualTo(Tally.ofOk(3));
    apply(south, Outcomes.pass(south));
    passAll("b");
    passAll("c");
    assertThat(claim("d").scope().group()).isEqualTo("north");
  }

  @Test
  void aFailedDiscoveryGoesOnFromItsCursorAndNothingIsLost() {
    JobId id = submit(plan);
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("4 MB", Tally.ofOk(9), Outcomes.spawns("", 2, 3, 4)));
    Claim passed = claim("b");
    apply(passed, Outcomes.pass(passed));
    Claim held = claim("b");
    apply(start, Outcomes.dead());
    assertThat(job(id).state()).isEqualTo(JobState.FAILED);
    assertThat(job(id).items()).isEqualTo(new Tally(0, 0, 0, 9, 0));

    assertThat(replay(id)).isEqualTo(new Changed.Applied(3));
    crash();
    assertThat(job(id).open()).isEqualTo(9);
    assertThat(engine.commit(held, Outcomes.pass(held))).isEqualTo(Verdict.FENCED);
    Claim again = claim("a");
    assertThat(again.work().cursor().map(c -> new String(c, StandardCharsets.UTF_8)))
        .contains("4 MB");
    apply(again, Outcomes.find(10));
    passAll("b");
    Claim all = claim("c");
    assertThat(all.load()).isEqualTo(Tally.ofOk(19));
    apply(all, Outcomes.pass(all));
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(19));
  }

  @Test
  void aDiscoveryThatFailsTwiceLosesNothingEither() {
    JobId id = submit(plan);
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("1", Tally.ofOk(5), Outcomes.spawns("", 2, 3)));
    passAll("b");
    apply(start, Outcomes.dead());
    replay(id);
    Claim again = claim("a");
    apply(again, Outcomes.checkpoint("2", Tally.ofOk(4), Outcomes.spawns("", 4)));
    apply(again, Outcomes.dead());
    assertThat(job(id).items()).isEqualTo(new Tally(0, 0, 0, 9, 0));
    replay(id);
    apply(claim("a"), Outcomes.done(Tally.ZERO));
    passAll("b");
    assertThat(claim("c").load()).isEqualTo(Tally.ofOk(9));
    assertThat(job(id).open()).isEqualTo(9);
  }

  @Test
  void aDeadDiscoveryIsReplayedAlongOrNotAtAll() {
    JobId id = submit(plan);
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("x", Tally.ofOk(5), Outcomes.spawns("", 2, 3)));
    apply(claim("b"), Outcomes.dead());
    apply(start, Outcomes.dead());
    EngineView before = view(id);
    assertThat(replay(id, 2L)).isInstanceOf(Changed.NotNow.class);
    assertThat(view(id)).isEqualTo(before);
    assertThat(replay(id, 1L)).isEqualTo(new Changed.Applied(2));
    assertThat(claim("b", 9)).extracting(c -> c.chunk().number()).containsExactly(3L);
  }

  @Test
  void aReplayedDiscoveryMaySpawnIntoGroupsThatRunAgain() {
    JobId id = submit(Plans.linear(START, EACH, ALL));
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("x", Tally.ofOk(2), Outcomes.spawns("north", 2)));
    apply(start, Outcomes.dead());
    replay(id);
    passAll("b");
    assertThat(claim("c", 9)).isEmpty();
    apply(claim("a"), Outcomes.done(Tally.ofOk(3), Outcomes.spawns("north", 3)));
    passAll("b");
    assertThat(claim("c").load()).isEqualTo(Tally.ofOk(5));
  }

  @Test
  void withoutDeadLettersThereIsNothingToReplay() {
    JobId id = submit(plan);
    assertThat(replay(id)).isInstanceOf(Changed.NotNow.class);
    apply(claim("a"), Outcomes.find(1));
    assertThat(replay(id, 2L)).isInstanceOf(Changed.NotNow.class);
    assertThat(replay(JobId.next(clock))).isEqualTo(new Changed.NoSuchJob());
    passAll("b");
    passAll("c");
    EngineView before = view(partial());
    JobId done = before.job().orElseThrow().id();
    assertThat(replay(done, 4L)).isInstanceOf(Changed.NotNow.class);
    assertThat(view(done)).isEqualTo(before);
  }

  @Test
  void aReplayRingsForTheStagesOfItsChunks() {
    JobId id = partial();
    var rung = new AtomicInteger();
    bells.onReady("line", "b", rung::incrementAndGet);
    replay(id);
    assertThat(rung).hasValue(1);
    assertThat(List.of(claim("b"), claim("b"))).hasSize(2);
  }
}
