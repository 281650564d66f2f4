package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.ALL;
import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Coalescing.Mode;
import dev.penstock.engine.Control;
import dev.penstock.engine.Plan;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Terms;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress.Chunks;
import dev.penstock.testkit.TestForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Lanes: jobs that run one after the other. */
abstract class LaneContract extends EngineCase {
  private static final Terms LANE = Terms.PLAIN.lane("account/7");
  private static final Chunks ONE_READY = new Chunks(1, 0, 0, 0, 0, 0);
  private static final Chunks NONE = new Chunks(0, 0, 0, 0, 0, 0);

  private final Plan plan = Plans.linear(START, EACH);

  LaneContract(EngineSource source) {
    super(source);
  }

  private List<JobId> line(int jobs) {
    var line = new ArrayList<JobId>();
    for (int i = 0; i < jobs; i++) {
      line.add(submit(plan, LANE));
    }
    return line;
  }

  /** Runs the one job that may run, which is this one. */
  private void passThrough(JobId id) {
    List<Claim> claims = claim("a", 9);
    assertThat(claims).extracting(c -> c.chunk().job()).containsExactly(id);
    apply(claims.getFirst(), Outcomes.find(1));
    passAll("b");
    assertThat(state(id)).isEqualTo(JobState.SUCCESSFUL);
  }

  /** Lets the one job that may run end as partial, with one dead letter. */
  private void passPartly(JobId id) {
    Claim start = claim("a");
    assertThat(start.chunk().job()).isEqualTo(id);
    apply(start, Outcomes.find(1, 1));
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    assertThat(job(id).partial()).isTrue();
  }

  private Changed replay(JobId id) {
    return engine.control(id, new Control.Replay(Set.of()));
  }

  @Test
  void jobsOfALaneRunOneAfterTheOtherInTheOrderOfAdmission() {
    List<JobId> line = line(TestForm.choose(100, 3_000));
    for (JobId id : line) {
      clock.advance(Duration.ofMillis(1));
      passThrough(id);
    }
    assertThat(claim("a", 9)).isEmpty();
  }

  @Test
  void aJobThatWaitsIsAcceptedAndHasNoChunk() {
    List<JobId> line = line(3);
    assertThat(state(line.get(2))).isEqualTo(JobState.ACCEPTED);
    assertThat(stage(line.get(0), "a").chunks()).isEqualTo(ONE_READY);
    assertThat(stage(line.get(2), "a").chunks()).isEqualTo(NONE);
    assertThat(gauge("line", "a", StageGauge::ready)).isEqualTo(1);
    assertThat(kinds(line.get(2))).containsExactly(Kind.ACCEPTED);
    assertThat(events(line.get(2)).getFirst().text()).contains("waits for job " + line.get(0));
  }

  @Test
  void theNextJobBeginsInTheStepThatEndsTheOneBefore() {
    List<JobId> line = line(2);
    apply(claim("a"), Outcomes.find(1));
    Claim last = claim("b");
    var rung = new AtomicInteger();
    bells.onReady("line", "a", rung::incrementAndGet);
    apply(last, Outcomes.pass(last));
    assertThat(state(line.get(0))).isEqualTo(JobState.SUCCESSFUL);
    assertThat(stage(line.get(1), "a").chunks()).isEqualTo(ONE_READY);
    assertThat(state(line.get(1))).isEqualTo(JobState.ACCEPTED);
    assertThat(rung).hasValue(1);
  }

  @Test
  void theNextJobBeginsWhenTheOneBeforeFails() {
    List<JobId> line = line(4);
    apply(claim("a"), Outcomes.dead());
    assertThat(state(line.get(0))).isEqualTo(JobState.FAILED);
    apply(claim("a"), Outcomes.find(2));
    apply(claim("b"), Outcomes.dead());
    assertThat(state(line.get(1))).isEqualTo(JobState.FAILED);
    for (int crash = 0; crash < 3; crash++) {
      assertThat(claim("a").chunk().job()).isEqualTo(line.get(2));
      lapse();
    }
    assertThat(state(line.get(2))).isEqualTo(JobState.FAILED);
    passThrough(line.get(3));
  }

  @Test
  void theNextJobBeginsWhenTheOneBeforeIsDismissed() {
    List<JobId> line = line(3);
    dismiss(line.get(0));
    assertThat(stage(line.get(1), "a").chunks()).isEqualTo(ONE_READY);
    claim("a");
    dismiss(line.get(1));
    passThrough(line.get(2));
  }

  @Test
  void aWaitingJobThatIsDismissedIsPassedOver() {
    List<JobId> line = line(4);
    assertThat(engine.control(line.get(1), new Control.Dismiss()))
        .isEqualTo(new Changed.Applied(0));
    assertThat(state(line.get(1))).isEqualTo(JobState.DISMISSED);
    assertThat(claim("a", 9)).hasSize(1).extracting(c -> c.chunk().job()).contains(line.get(0));
    dismiss(line.get(3));
    dismiss(line.get(0));
    passThrough(line.get(2));
    assertThat(claim("a", 9)).isEmpty();
    passThrough(submit(plan, LANE));
  }

  @Test
  void otherLanesTenantsAndJobsWithoutALaneGoOn() {
    line(2);
    submit(plan, Terms.PLAIN.lane("account/8"));
    submit(owned("umbrella", order(plan, LANE)));
    submit(plan);
    assertThat(claim("a", 9)).hasSize(4);
  }

  @Test
  void aLaneHoldsJobsOfDifferentPipelines() {
    JobId first = submit(plan, LANE);
    JobId second = submit(Plans.linear("side", Plans.AT_ONCE, START), LANE);
    assertThat(claim("side", "a", 9)).isEmpty();
    passThrough(first);
    assertThat(claim("side", "a", 9)).extracting(c -> c.chunk().job()).containsExactly(second);
  }

  @Test
  void aHighPriorityDoesNotOvertakeInItsLane() {
    JobId first = submit(plan, LANE);
    JobId second = submit(plan, LANE);
    JobId urgent = submit(plan, LANE.priority(9));
    passThrough(first);
    passThrough(second);
    passThrough(urgent);
  }

  @Test
  void aLaneIsHeldThroughBarriersAndWaits() {
    Plan slow = Plans.linear("line", Plans.SLOW, START, EACH, ALL);
    submit(slow, LANE);
    JobId second = submit(slow, LANE);
    apply(claim("a"), Outcomes.find(1));
    apply(claim("b"), Outcomes.retry());
    assertThat(stage(second, "a").chunks()).isEqualTo(NONE);
    clock.advance(Duration.ofMinutes(1));
    engine.tick();
    passAll("b");
    assertThat(stage(second, "a").chunks()).isEqualTo(NONE);
    passAll("c");
    assertThat(stage(second, "a").chunks()).isEqualTo(ONE_READY);
  }

  @Test
  void aNewerRequestOfALaneGoesToItsEnd() {
    Terms coalesced = LANE.coalescing("balance", Mode.RERUN);
    JobId first = submit(plan, LANE);
    JobId superseded = submit(plan, coalesced);
    JobId second = submit(plan, LANE);
    JobId newest = submit(plan, coalesced);
    assertThat(state(superseded)).isEqualTo(JobState.DISMISSED);
    passThrough(first);
    passThrough(second);
    passThrough(newest);
  }

  @Test
  void aJobOfALaneAndAKeyWaitsForBoth() {
    Terms key = Terms.PLAIN.coalescing("balance", Mode.RERUN);
    JobId runs = submit(plan, key.lane("one"));
    JobId trailing = submit(plan, key.lane("two"));
    JobId behind = submit(plan, Terms.PLAIN.lane("two"));
    passThrough(runs);
    passThrough(trailing);
    passThrough(behind);
  }

  @Test
  void theNextOfALaneBeginsWhenTheJobBeforeItIsSuperseded() {
    Terms key = Terms.PLAIN.coalescing("balance", Mode.RERUN);
    JobId runs = submit(plan, key);
    JobId superseded = submit(plan, key.lane("two"));
    JobId behind = submit(plan, Terms.PLAIN.lane("two"));
    assertThat(stage(behind, "a").chunks()).isEqualTo(NONE);
    JobId newest = submit(plan, key);
    assertThat(state(superseded)).isEqualTo(JobState.DISMISSED);
    assertThat(stage(behind, "a").chunks()).isEqualTo(ONE_READY);
    assertThat(stage(newest, "a").chunks()).isEqualTo(NONE);
    assertThat(claim("a", 9))
        .extracting(c -> c.chunk().job())
        .containsExactlyInAnyOrder(runs, behind);
  }

  @Test
  void whatJoinsAWaitingJobOfALaneIsAnsweredByIt() {
    Terms key = LANE.coalescing("balance", Mode.JOIN);
    JobId first = submit(plan, LANE);
    JobId waits = submit(plan, key);
    assertThat(engine.submit(order(plan, key)).toString()).contains("Joined", waits.value());
    passThrough(first);
    passThrough(waits);
  }

  @Test
  void aReplayInABusyLaneAnswersNotNowAndNamesTheJobAtWork() {
    List<JobId> line = line(3);
    passPartly(line.get(0));
    EngineView before = view(line.get(0));
    assertThat(replay(line.get(0)))
        .isInstanceOfSatisfying(
            Changed.NotNow.class, no -> assertThat(no.why()).contains(line.get(1).value()));
    assertThat(view(line.get(0))).isEqualTo(before);
    passThrough(line.get(1));
    assertThat(replay(line.get(0))).isInstanceOf(Changed.NotNow.class);
    passThrough(line.get(2));
    assertThat(replay(line.get(0))).isEqualTo(new Changed.Applied(1));
    assertThat(state(line.get(0))).isEqualTo(JobState.RUNNING);
  }

  @Test
  void aJobThatRunsAgainHoldsItsLaneAgain() {
    JobId first = submit(plan, LANE);
    passPartly(first);
    replay(first);
    JobId second = submit(plan, LANE);
    assertThat(claim("a", 9)).isEmpty();
    crash();
    assertThat(claim("a", 9)).isEmpty();
    passAll("b");
    assertThat(state(first)).isEqualTo(JobState.SUCCESSFUL);
    passThrough(second);
  }

  @Test
  void aJobAtWorkMayReplayThoughOthersWaitBehindIt() {
    List<JobId> line = line(2);
    apply(claim("a"), Outcomes.find(1, 1));
    apply(claim("b"), Outcomes.dead());
    assertThat(replay(line.get(0))).isEqualTo(new Changed.Applied(1));
    passAll("b");
    passThrough(line.get(1));
  }

  @Test
  void aLaneSurvivesACrashAtEveryStep() {
    List<JobId> line = line(4);
    for (JobId id : line) {
      crash();
      Claim start = claim("a");
      assertThat(start.chunk().job()).isEqualTo(id);
      crashAndLapse();
      apply(claim("a"), Outcomes.find(1));
      crash();
      assertThat(claim("a", 9)).isEmpty();
      passAll("b");
      assertThat(state(id)).isEqualTo(JobState.SUCCESSFUL);
    }
  }

  @Test
  void aRemovedJobHoldsNobodyUp() {
    List<JobId> line = line(3);
    dismiss(line.get(0));
    engine.control(line.get(0), new Control.Remove());
    dismiss(line.get(2));
    engine.control(line.get(2), new Control.Remove());
    passThrough(line.get(1));
    passThrough(submit(plan, LANE));
  }
}
