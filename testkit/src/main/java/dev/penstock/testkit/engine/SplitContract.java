package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.ALL;
import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.penstock.engine.Beat;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Step;
import dev.penstock.engine.UnconservedStepException;
import dev.penstock.engine.Verdict;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress.Chunks;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Toll;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Chunks that are cut around the item that kills their workers. */
abstract class SplitContract extends EngineCase {
  private final Plan plan = Plans.linear(START, EACH, ALL);

  SplitContract(EngineSource source) {
    super(source);
  }

  private void refused(Claim claim, Step step) {
    JobId id = claim.chunk().job();
    EngineView before = view(id);
    assertThatThrownBy(() -> engine.commit(claim, step))
        .isInstanceOf(UnconservedStepException.class);
    assertThat(view(id)).isEqualTo(before);
    assertThat(beat(claim)).isEqualTo(Beat.CONTINUE);
  }

  @Test
  void thePartsTakeTheChunksPlace() {
    JobId id = found(plan, 10);
    Claim whole = claim("b");
    apply(whole, Outcomes.cut(1, 3, 1, 6));
    assertThat(stage(id, "b").chunks()).isEqualTo(new Chunks(3, 0, 0, 1, 0, 0));
    assertThat(stage(id, "b").items()).isEqualTo(Tally.ZERO);
    assertThat(job(id).open()).isEqualTo(10);
    List<Claim> parts = claim("b", 9);
    assertThat(parts)
        .extracting(Claim::load)
        .containsExactly(Tally.ofOk(3), Tally.ofOk(1), Tally.ofOk(6));
    assertThat(parts)
        .extracting(c -> c.work().in())
        .containsExactly(
            Outcomes.text("chunk-0"), Outcomes.text("chunk-1"), Outcomes.text("chunk-2"));
    assertThat(parts).allMatch(c -> c.scope().equals(whole.scope()));
    assertThat(parts).allMatch(c -> c.lease().fence() > whole.lease().fence());
    parts.forEach(part -> apply(part, Outcomes.pass(part)));
    Claim all = claim("c");
    assertThat(all.load()).isEqualTo(Tally.ofOk(10));
    apply(all, Outcomes.pass(all));
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(10));
    assertThat(state(id)).isEqualTo(JobState.SUCCESSFUL);
  }

  @Test
  void aCutIsToldAndCountedAsARetry() {
    JobId id = found(plan, 4);
    Claim whole = claim("b");
    apply(whole, Outcomes.cut(0, 1, 3));
    JobEvent event = events(id).getLast();
    assertThat(event.kind()).isEqualTo(Kind.SPLIT);
    assertThat(event.problem()).contains(Outcomes.TROUBLE);
    assertThat(event.place())
        .contains(new JobEvent.Place("b", whole.chunk().number(), 1, whole.lease().fence()));
    assertThat(event.text()).contains("cut into 2");
    assertThat(stage(id, "b").retries()).isEqualTo(1);
  }

  @Test
  void theBarrierWaitsForAllParts() {
    found(plan, 4);
    apply(claim("b"), Outcomes.cut(0, 1, 3));
    assertThat(claim("c", 9)).isEmpty();
    Claim first = claim("b");
    apply(first, Outcomes.pass(first));
    assertThat(claim("c", 9)).isEmpty();
    apply(claim("b"), Outcomes.dead());
    assertThat(claim("c").load()).isEqualTo(Tally.ofOk(first.load().in()));
  }

  @Test
  void aCutThatLosesOrInventsItemsIsRefused() {
    found(plan, 4);
    Claim whole = claim("b");
    refused(whole, Outcomes.cut(0, 1, 2));
    refused(whole, Outcomes.cut(0, 1, 4));
    refused(
        whole,
        new Step.Split(
            Outcomes.TROUBLE,
            List.of(
                Spawn.of(Outcomes.text("x"), Tally.of(1, 1, 0)),
                Spawn.of(Outcomes.text("y"), Tally.ofOk(2))),
            0));
    apply(whole, Outcomes.cut(0, 1, 3));
  }

  @Test
  void aCutIntoOtherGroupsIsRefused() {
    found(plan, 4);
    refused(claim("b"), new Step.Split(Outcomes.TROUBLE, Outcomes.spawns("north", 2, 2), 0));
  }

  @Test
  void aDiscoveryIsNotCut() {
    submit(plan);
    refused(claim("a"), Outcomes.cut(0, 0, 0));
  }

  @Test
  void repairedItemsStayRepaired() {
    JobId id = submit(Plans.linear(START, EACH, EACH));
    apply(claim("a"), Outcomes.find(5));
    Claim first = claim("b");
    apply(first, Outcomes.done(Tally.of(3, 2, 0)));
    apply(
        claim("c"),
        new Step.Split(
            Outcomes.TROUBLE,
            List.of(
                Spawn.of(Outcomes.text("x"), Tally.of(1, 2, 0)),
                Spawn.of(Outcomes.text("y"), Tally.of(2, 0, 0))),
            0));
    passAll("c");
    assertThat(job(id).items()).isEqualTo(Tally.of(3, 2, 0));
  }

  @Test
  void onlyTheSuspectHasTheAttemptBehindIt() {
    found(plan, 5);
    apply(claim("b"), Outcomes.retry());
    Claim second = claim("b");
    assertThat(second.lease().attempt()).isEqualTo(2);
    apply(second, Outcomes.cut(1, 2, 1, 2));
    assertThat(claim("b", 9))
        .extracting(c -> c.load().in() + " at " + c.lease().attempt())
        .containsExactly("2 at 1", "1 at 3", "2 at 1");
  }

  @Test
  void theSuspectHasAtLeastOneAttemptLeft() {
    found(plan, 5);
    apply(claim("b"), Outcomes.retry());
    apply(claim("b"), Outcomes.retry());
    Claim last = claim("b");
    assertThat(last.lease().attempt()).isEqualTo(3);
    apply(last, Outcomes.cut(0, 1, 4));
    assertThat(claim("b").lease().attempt()).isEqualTo(3);
    assertThat(claim("b").lease().attempt()).isEqualTo(1);
    Plan once =
        Plans.linear("line", new RetryPolicy(1, 3, Duration.ZERO, Duration.ZERO), START, EACH);
    found(once, 5);
    apply(claim("b"), Outcomes.cut(0, 1, 4));
    assertThat(claim("b", 9)).extracting(c -> c.lease().attempt()).containsExactly(1, 1);
  }

  @Test
  void theSuspectKeepsItsCrashes() {
    found(plan, 5);
    claim("b");
    lapse();
    Claim second = claim("b");
    assertThat(second.lease().crashes()).isEqualTo(1);
    apply(second, Outcomes.cut(2, 2, 2, 1));
    assertThat(claim("b", 9)).extracting(c -> c.lease().crashes()).containsExactly(0, 0, 1);
  }

  @Test
  void anItemThatKillsItsWorkerIsFoundByCuttingAndDiesAlone() {
    JobId id = found(plan, 8);
    Claim whole = claim("b");
    apply(whole, Outcomes.cut(1, 5, 1, 2));
    for (int attempt = 0; attempt < 2; attempt++) {
      for (Claim part : claim("b", 9)) {
        apply(part, part.load().in() == 1 ? Outcomes.retry() : Outcomes.pass(part));
      }
    }
    assertThat(letters(id, 0, 9))
        .extracting(DeadLetter::load, DeadLetter::tries)
        .containsExactly(tuple(Tally.ofOk(1), new DeadLetter.Tries(3, 0)));
    passAll("c");
    assertThat(job(id).items()).isEqualTo(new Tally(7, 0, 0, 1, 0));
  }

  @Test
  void aPartThatDiedIsReplayedByItself() {
    JobId id = found(plan, 8);
    apply(claim("b"), Outcomes.cut(1, 5, 1, 2));
    for (Claim part : claim("b", 9)) {
      apply(part, part.load().in() == 1 ? Outcomes.dead() : Outcomes.pass(part));
    }
    passAll("c");
    engine.control(id, new Control.Replay(Set.of()));
    passAll("b");
    passAll("c");
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(8));
  }

  @Test
  void aCutMadeTwiceIsMadeOnce() {
    JobId id = found(plan, 8);
    Claim whole = claim("b");
    apply(whole, Outcomes.cut(0, 4, 4));
    EngineView before = view(id);
    assertThat(engine.commit(whole, Outcomes.cut(0, 4, 4))).isEqualTo(Verdict.FENCED);
    assertThat(view(id)).isEqualTo(before);
    assertThat(beat(whole)).isEqualTo(Beat.LOST);
  }

  @Test
  void onlyWhatIsLeftOfAChunkIsCut() {
    JobId id = found(plan, 8);
    Claim whole = claim("b");
    apply(whole, Outcomes.checkpoint("x", Tally.of(2, 0, 1), List.of()));
    refused(whole, Outcomes.cut(0, 4, 4));
    apply(whole, Outcomes.cut(0, 1, 4));
    assertThat(claim("b", 9)).allMatch(part -> part.work().cursor().isEmpty());
    lapse();
    passAll("b");
    assertThat(claim("c").load()).isEqualTo(Tally.ofOk(7));
    assertThat(job(id).items()).isEqualTo(Tally.of(0, 0, 1));
  }

  @Test
  void thePartsOfAGroupBelongToIt() {
    submit(plan);
    apply(claim("a"), Outcomes.done(Tally.ofOk(4), Outcomes.spawns("north", 4)));
    apply(claim("b"), Outcomes.cut(0, 1, 3));
    List<Claim> parts = claim("b", 9);
    assertThat(parts).extracting(c -> c.scope().group()).containsExactly("north", "north");
    parts.forEach(part -> apply(part, Outcomes.pass(part)));
    Claim all = claim("c");
    assertThat(all.scope().group()).isEqualTo("north");
    assertThat(all.load()).isEqualTo(Tally.ofOk(4));
  }

  @Test
  void thePartsPayTheTollOfTheirChunk() {
    engine.gates().set("api", GateLimits.concurrency(1));
    submit(plan);
    apply(claim("a"), Outcomes.done(Tally.ofOk(4), Outcomes.spawns(Toll.of("api"), 4)));
    apply(claim("b"), Outcomes.cut(0, 1, 3));
    assertThat(claim("b", 9)).hasSize(1);
  }

  @Test
  void aPartMayBeCutAgain() {
    JobId id = found(plan, 8);
    apply(claim("b"), Outcomes.cut(0, 4, 4));
    apply(claim("b"), Outcomes.cut(0, 2, 2));
    apply(claim("b"), Outcomes.cut(0, 3, 1));
    passAll("b");
    assertThat(claim("c").load()).isEqualTo(Tally.ofOk(8));
    assertThat(stage(id, "b").chunks().total()).isEqualTo(7);
  }

  @Test
  void partsSurviveACrash() {
    JobId id = found(plan, 8);
    apply(claim("b"), Outcomes.cut(1, 5, 3));
    EngineView before = view(id);
    crash();
    assertThat(view(id)).isEqualTo(before);
    assertThat(claim("b", 9))
        .extracting(c -> c.load().in() + " at " + c.lease().attempt())
        .containsExactly("5 at 1", "3 at 2");
  }

  @Test
  void aCutChunkOfADismissedJobStaysCancelled() {
    JobId id = found(plan, 8);
    Claim whole = claim("b");
    dismiss(id);
    assertThat(engine.commit(whole, Outcomes.cut(0, 4, 4))).isEqualTo(Verdict.CANCELLED);
    assertThat(stage(id, "b").chunks()).isEqualTo(new Chunks(0, 0, 0, 0, 0, 1));
  }
}
