package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.ALL;
import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Tolerance;
import dev.penstock.engine.Verdict;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress.Chunks;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How much a job may lose and still succeed. */
abstract class ToleranceContract extends EngineCase {
  private static final String BEYOND = "job.beyond_tolerance";

  private final Plan plan = Plans.linear(START, EACH, ALL);
  private final Plan flat = Plans.linear(START, EACH);

  ToleranceContract(EngineSource source) {
    super(source);
  }

  private JobId tolerant(Plan of, Tolerance tolerance, long... loads) {
    JobId id = submit(of, Terms.PLAIN.tolerance(tolerance));
    apply(claim("a"), Outcomes.find(loads));
    return id;
  }

  @Test
  void withinItsToleranceAJobIsPartial() {
    JobId id = tolerant(plan, new Tolerance(3, 1), 3, 7);
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    passAll("c");
    assertThat(state(id)).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).partial()).isTrue();
    assertThat(job(id).items()).isEqualTo(new Tally(7, 0, 0, 3, 0));
  }

  @Test
  void beyondItAtABarrierNothingBehindItRuns() {
    JobId id = tolerant(plan, new Tolerance(2, 1), 3, 7);
    apply(claim("b"), Outcomes.dead());
    assertThat(state(id)).isEqualTo(JobState.RUNNING);
    passAll("b");
    assertThat(state(id)).isEqualTo(JobState.FAILED);
    assertThat(failure(id)).isEqualTo(BEYOND);
    assertThat(claim("c", 9)).isEmpty();
    assertThat(stage(id, "c").chunks()).isEqualTo(new Chunks(0, 0, 0, 0, 0, 0));
    assertThat(job(id).items()).isEqualTo(new Tally(0, 0, 0, 10, 0));
    assertThat(kinds(id)).endsWith(Kind.FAILED).doesNotContain(Kind.SUCCEEDED);
    assertThat(job(id).times().ended()).isEqualTo(clock.instant());
  }

  @Test
  void beyondItAtTheEndAJobFails() {
    JobId id = tolerant(flat, new Tolerance(2, 1), 3, 7);
    passAllBut(3);
    assertThat(state(id)).isEqualTo(JobState.FAILED);
    assertThat(failure(id)).isEqualTo(BEYOND);
    assertThat(job(id).items()).isEqualTo(new Tally(7, 0, 0, 3, 0));
    assertThat(job(id).partial()).isFalse();
  }

  /** Everything at stage b passes, but chunks of so many items die. */
  private void passAllBut(long load) {
    for (Claim claim : claim("b", 1_000)) {
      apply(claim, claim.load().in() == load ? Outcomes.dead() : Outcomes.pass(claim));
    }
  }

  @Test
  void rejectsCountLikeDeadItems() {
    JobId id = tolerant(flat, new Tolerance(2, 1), 4, 7);
    Claim first = claim("b");
    apply(first, Outcomes.reject(first, 3));
    passAll("b");
    assertThat(failure(id)).isEqualTo(BEYOND);
    assertThat(job(id).items()).isEqualTo(new Tally(8, 0, 3, 0, 0));
  }

  @Test
  void withoutAnyToleranceASingleItemIsTooMuch() {
    JobId id = tolerant(flat, Tolerance.NONE, 1_000);
    Claim claim = claim("b");
    apply(claim, Outcomes.reject(claim, 1));
    assertThat(failure(id)).isEqualTo(BEYOND);
    JobId clean = tolerant(flat, Tolerance.NONE, 1_000);
    passAll("b");
    assertThat(state(clean)).isEqualTo(JobState.SUCCESSFUL);
  }

  @Test
  void aShareIsMeasuredOnAllItemsOfTheJob() {
    JobId exact = tolerant(flat, new Tolerance(Long.MAX_VALUE, 0.1), 2, 18);
    passAllBut(2);
    assertThat(state(exact)).isEqualTo(JobState.SUCCESSFUL);
    JobId beyond = tolerant(flat, new Tolerance(Long.MAX_VALUE, 0.1), 3, 17);
    passAllBut(3);
    assertThat(failure(beyond)).isEqualTo(BEYOND);
  }

  @Test
  void theStricterOfNumberAndShareHolds() {
    JobId byItems = tolerant(flat, new Tolerance(1, 0.9), 2, 8);
    passAllBut(2);
    assertThat(failure(byItems)).isEqualTo(BEYOND);
    JobId byShare = tolerant(flat, new Tolerance(100, 0.1), 2, 8);
    passAllBut(2);
    assertThat(failure(byShare)).isEqualTo(BEYOND);
  }

  @Test
  void aJobOfWhichNothingCameThroughHasFailedWhateverItTolerates() {
    JobId id = tolerant(flat, Tolerance.ANY, 3);
    apply(claim("b"), Outcomes.dead());
    assertThat(failure(id)).isEqualTo("job.nothing_succeeded");
    JobId strict = tolerant(flat, Tolerance.NONE, 3);
    apply(claim("b"), Outcomes.dead());
    assertThat(failure(strict)).isEqualTo("job.nothing_succeeded");
  }

  @Test
  void aGroupBeyondItStopsTheOthersToo() {
    JobId id = submit(plan, Terms.PLAIN.tolerance(Tolerance.NONE));
    List<Spawn> spawns =
        Stream.concat(
                Outcomes.spawns("north", 1, 4).stream(), Outcomes.spawns("south", 2, 5).stream())
            .toList();
    apply(claim("a"), Outcomes.done(Tally.ofOk(12), spawns));
    List<Claim> claims = claim("b", 9);
    Claim held = of(claims, 2);
    apply(of(claims, 1), Outcomes.dead());
    apply(of(claims, 4), Outcomes.pass(of(claims, 4)));
    assertThat(failure(id)).isEqualTo(BEYOND);
    assertThat(engine.commit(held, Outcomes.pass(held))).isEqualTo(Verdict.CANCELLED);
    assertThat(stage(id, "b").chunks()).isEqualTo(new Chunks(0, 0, 0, 1, 1, 2));
    assertThat(job(id).items()).isEqualTo(new Tally(0, 0, 0, 12, 0));
  }

  private static Claim of(List<Claim> claims, long load) {
    return claims.stream().filter(c -> c.load().in() == load).findFirst().orElseThrow();
  }

  @Test
  void aReplayHealsWhatWasTooMuch() {
    JobId id = tolerant(plan, new Tolerance(2, 1), 3, 7);
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    assertThat(failure(id)).isEqualTo(BEYOND);
    assertThat(engine.control(id, new Control.Replay(Set.of()))).isEqualTo(new Changed.Applied(1));
    assertThat(claim("c", 9)).isEmpty();
    passAll("b");
    Claim all = claim("c");
    assertThat(all.load()).isEqualTo(Tally.ofOk(10));
    apply(all, Outcomes.pass(all));
    assertThat(state(id)).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).partial()).isFalse();
  }

  @Test
  void aReplayThatHelpsTooLittleFailsAgain() {
    JobId id = tolerant(plan, new Tolerance(2, 1), 3, 7);
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    engine.control(id, new Control.Replay(Set.of()));
    apply(claim("b"), Outcomes.dead());
    assertThat(failure(id)).isEqualTo(BEYOND);
    assertThat(job(id).items()).isEqualTo(new Tally(0, 0, 0, 10, 0));
    assertThat(engine.control(id, new Control.Replay(Set.of()))).isEqualTo(new Changed.Applied(1));
    passAll("b");
    passAll("c");
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(10));
  }

  @Test
  void aToleranceSurvivesACrash() {
    JobId id = tolerant(plan, new Tolerance(2, 1), 3, 7);
    apply(claim("b"), Outcomes.dead());
    crash();
    passAll("b");
    assertThat(failure(id)).isEqualTo(BEYOND);
    EngineView before = view(id);
    crash();
    assertThat(view(id)).isEqualTo(before);
  }

  @Test
  void theSecondBarrierAsksAgain() {
    JobId id = tolerant(Plans.linear(START, EACH, ALL, EACH, ALL), new Tolerance(4, 1), 3, 7);
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    apply(claim("c"), Outcomes.done(Tally.ofOk(7), Outcomes.spawns("", 2, 5)));
    apply(claim("d"), Outcomes.dead());
    passAll("d");
    assertThat(failure(id)).isEqualTo(BEYOND);
    assertThat(claim("e", 9)).isEmpty();
  }
}
