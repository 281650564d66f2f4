package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.ALL;
import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Beat;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Plan;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Step;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress.Chunks;
import dev.penstock.job.Tally;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Jobs that are dismissed, and jobs that are removed. */
abstract class CancelContract extends EngineCase {
  private static final Control DISMISS = new Control.Dismiss();
  private static final Control REMOVE = new Control.Remove();

  private final Plan plan = Plans.linear(START, EACH, ALL);

  CancelContract(EngineSource source) {
    super(source);
  }

  /** Chunks of 1, 2, 3, 4 and 5 items: passed, dead, delayed, running, ready. */
  private JobId busy() {
    JobId id = found(Plans.linear("line", Plans.SLOW, START, EACH, ALL), 1, 2, 3, 4, 5);
    Claim passed = claim("b");
    apply(passed, Outcomes.pass(passed));
    apply(claim("b"), Outcomes.dead());
    apply(claim("b"), new Step.Retry(Outcomes.TROUBLE, Duration.ofHours(1)));
    return id;
  }

  @Test
  void aDismissedJobEndsAtOnceAndItsCountsAddUp() {
    JobId id = busy();
    Claim held = claim("b");
    clock.advance(Duration.ofSeconds(2));
    assertThat(engine.control(id, DISMISS)).isEqualTo(new Changed.Applied(3));
    Job job = job(id);
    assertThat(job.state()).isEqualTo(JobState.DISMISSED);
    assertThat(job.outcome().failure()).isNull();
    assertThat(job.times().ended()).isEqualTo(clock.instant());
    assertThat(job.items()).isEqualTo(new Tally(0, 0, 0, 15, 0));
    assertThat(stage(id, "b").chunks()).isEqualTo(new Chunks(0, 0, 0, 1, 1, 3));
    assertThat(stage(id, "b").items()).isEqualTo(new Tally(1, 0, 0, 14, 0));
    assertThat(stage(id, "c").items()).isEqualTo(new Tally(0, 0, 0, 1, 0));
    assertThat(kinds(id)).endsWith(Kind.DISMISSED);
    assertThat(claim("b", 9)).isEmpty();
    assertThat(beat(held)).isEqualTo(Beat.CANCEL);
    clock.advance(Duration.ofDays(1));
    assertThat(engine.tick()).isEqualTo(new Ticked(0, 0));
  }

  @Test
  void aHeldChunkOfADismissedJobIsNotCommitted() {
    JobId id = busy();
    Claim held = claim("b");
    engine.control(id, DISMISS);
    EngineView before = view(id);
    assertThat(engine.commit(held, Outcomes.pass(held))).isEqualTo(Verdict.CANCELLED);
    assertThat(engine.commit(held, Outcomes.retry())).isEqualTo(Verdict.CANCELLED);
    crash();
    assertThat(engine.commit(held, Outcomes.dead())).isEqualTo(Verdict.CANCELLED);
    assertThat(beat(held)).isEqualTo(Beat.CANCEL);
    assertThat(view(id)).isEqualTo(before);
  }

  @Test
  void dismissingTwiceIsDismissing() {
    JobId id = busy();
    engine.control(id, DISMISS);
    EngineView before = view(id);
    assertThat(engine.control(id, DISMISS)).isEqualTo(new Changed.Applied(0));
    assertThat(view(id)).isEqualTo(before);
  }

  @Test
  void aJobMayBeDismissedBeforeItStarts() {
    JobId id = submit(plan);
    assertThat(engine.control(id, DISMISS)).isEqualTo(new Changed.Applied(1));
    assertThat(job(id).state()).isEqualTo(JobState.DISMISSED);
    assertThat(job(id).times().started()).isNull();
    assertThat(claim("a", 1)).isEmpty();
  }

  @Test
  void anEndedJobIsNotDismissed() {
    JobId id = found(plan);
    passAll("c");
    EngineView before = view(id);
    assertThat(engine.control(id, DISMISS)).isInstanceOf(Changed.NotNow.class);
    assertThat(view(id)).isEqualTo(before);
    assertThat(engine.control(JobId.next(clock), DISMISS)).isEqualTo(new Changed.NoSuchJob());
  }

  @Test
  void theDeadLettersOfADismissedJobAreReadButNotReplayed() {
    JobId id = busy();
    engine.control(id, DISMISS);
    assertThat(letters(id, 0, 9)).hasSize(1);
    assertThat(engine.control(id, new Control.Replay(Set.of()))).isInstanceOf(Changed.NotNow.class);
  }

  @Test
  void aDismissedReplayAddsUpToo() {
    JobId id = found(plan, 3, 4);
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    passAll("c");
    engine.control(id, new Control.Replay(Set.of()));
    engine.control(id, DISMISS);
    assertThat(job(id).state()).isEqualTo(JobState.DISMISSED);
    assertThat(job(id).items()).isEqualTo(new Tally(4, 0, 0, 3, 0));
  }

  @Test
  void heldChunksOfAFailedJobAreCancelledToo() {
    JobId id = submit(plan);
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("x", Tally.ofOk(4), Outcomes.spawns("", 4)));
    Claim held = claim("b");
    apply(start, Outcomes.dead());
    assertThat(beat(held)).isEqualTo(Beat.CANCEL);
    assertThat(engine.commit(held, Outcomes.pass(held))).isEqualTo(Verdict.CANCELLED);
    assertThat(engine.commit(start, Outcomes.dead())).isEqualTo(Verdict.FENCED);
    assertThat(job(id).items()).isEqualTo(new Tally(0, 0, 0, 4, 0));
  }

  @Test
  void aRemovedJobLeavesNothing() {
    JobId id = busy();
    Claim held = claim("b");
    assertThat(engine.control(id, REMOVE)).isInstanceOf(Changed.NotNow.class);
    engine.control(id, DISMISS);
    assertThat(engine.control(id, REMOVE)).isInstanceOf(Changed.Applied.class);
    crash();
    EngineView view = view(id);
    assertThat(view.job()).isEmpty();
    assertThat(view.events()).isEmpty();
    assertThat(view.dead()).isEmpty();
    assertThat(view.rejects()).isEmpty();
    assertThat(view.gauges()).allMatch(this::empty);
    assertThat(engine.control(id, REMOVE)).isEqualTo(new Changed.NoSuchJob());
    assertThat(engine.commit(held, Outcomes.pass(held))).isEqualTo(Verdict.FENCED);
    assertThat(beat(held)).isEqualTo(Beat.LOST);
  }

  private boolean empty(StageGauge gauge) {
    return gauge.ready() + gauge.delayed() + gauge.running() + gauge.dead() == 0;
  }

  @Test
  void dismissingOneJobLeavesTheOthers() {
    JobId one = found(plan, 1, 1);
    JobId other = found(plan, 2, 2);
    engine.control(one, DISMISS);
    assertThat(claim("b", 9)).hasSize(2).allMatch(c -> c.chunk().job().equals(other));
  }
}
