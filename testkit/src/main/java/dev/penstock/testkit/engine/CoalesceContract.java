package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Coalescing.Mode;
import dev.penstock.engine.Control;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.engine.Terms;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress.Chunks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many requests for the same thing: those that join, and those that run once more. */
abstract class CoalesceContract extends EngineCase {
  private static final Terms JOIN = Terms.PLAIN.coalescing("farm/7", Mode.JOIN);
  private static final Terms RERUN = Terms.PLAIN.coalescing("farm/7", Mode.RERUN);

  private final Plan plan = Plans.linear(START, EACH);

  CoalesceContract(EngineSource source) {
    super(source);
  }

  private Admission ask(Terms terms) {
    return engine.submit(order(plan, terms));
  }

  private void passThrough(JobId id) {
    Claim start = claim("a");
    assertThat(start.chunk().job()).isEqualTo(id);
    apply(start, Outcomes.find(1));
    passAll("b");
    assertThat(state(id)).isEqualTo(JobState.SUCCESSFUL);
  }

  @Test
  void aRequestJoinsTheJobThatIsThereAndNothingIsStored() {
    JobId first = submit(plan, JOIN);
    EngineView before = view(first);
    Submission second = order(plan, JOIN);
    assertThat(engine.submit(second)).isEqualTo(new Admission.Joined(first));
    assertThat(engine.log().job(second.id())).isEmpty();
    assertThat(view(first)).isEqualTo(before);
    apply(claim("a"), Outcomes.find(1));
    assertThat(ask(JOIN)).isEqualTo(new Admission.Joined(first));
    assertThat(claim("a", 9)).isEmpty();
  }

  @Test
  void aRequestAfterTheEndIsAJobOfItsOwn() {
    passThrough(submit(plan, JOIN));
    JobId second = submit(plan, JOIN);
    apply(claim("a"), Outcomes.dead());
    assertThat(state(second)).isEqualTo(JobState.FAILED);
    dismiss(submit(plan, JOIN));
    passThrough(submit(plan, JOIN));
  }

  @Test
  void aNewerRequestWaitsForTheOneThatRunsAndBeginsInTheStepThatEndsIt() {
    JobId first = submit(plan, RERUN);
    apply(claim("a"), Outcomes.find(1));
    JobId trailing = submit(plan, RERUN);
    assertThat(state(trailing)).isEqualTo(JobState.ACCEPTED);
    assertThat(stage(trailing, "a").chunks()).isEqualTo(new Chunks(0, 0, 0, 0, 0, 0));
    assertThat(events(trailing).getFirst().text()).contains("waits for job " + first);
    assertThat(claim("a", 9)).isEmpty();

    var rung = new AtomicInteger();
    bells.onReady("line", "a", rung::incrementAndGet);
    passAll("b");
    assertThat(state(first)).isEqualTo(JobState.SUCCESSFUL);
    assertThat(stage(trailing, "a").chunks()).isEqualTo(new Chunks(1, 0, 0, 0, 0, 0));
    assertThat(rung).hasValue(1);
    passThrough(trailing);
  }

  @Test
  void aNewerRequestWaitsAlsoWhereTheOneBeforeIsOnlyReady() {
    JobId first = submit(plan, RERUN);
    JobId trailing = submit(plan, RERUN);
    assertThat(state(first)).isEqualTo(JobState.ACCEPTED);
    assertThat(claim("a", 9)).extracting(c -> c.chunk().job()).containsExactly(first);
    assertThat(state(trailing)).isEqualTo(JobState.ACCEPTED);
  }

  @Test
  void aNewerRequestTakesThePlaceOfTheOneThatWaits() {
    JobId first = submit(plan, RERUN);
    JobId older = submit(plan, RERUN);
    Submission newest = order(plan, RERUN);
    clock.advance(Duration.ofSeconds(1));
    assertThat(engine.submit(newest)).isEqualTo(new Admission.Accepted(newest.id()));
    assertThat(state(older)).isEqualTo(JobState.DISMISSED);
    assertThat(failure(older)).isEqualTo("job.superseded");
    assertThat(job(older).times().ended()).isEqualTo(clock.instant());
    assertThat(kinds(older)).containsExactly(Kind.ACCEPTED, Kind.DISMISSED);
    assertThat(events(older).getLast().text()).contains(newest.id().value());
    assertThat(state(first)).isEqualTo(JobState.ACCEPTED);
    passThrough(first);
    passThrough(newest.id());
    assertThat(claim("a", 9)).isEmpty();
  }

  @Test
  void anyNumberOfRequestsWhileOneRunsMakesOneTrailingJob() {
    JobId first = submit(plan, RERUN);
    var all = new ArrayList<JobId>();
    for (int i = 0; i < 50; i++) {
      all.add(submit(plan, RERUN));
    }
    assertThat(all.subList(0, 49)).allMatch(id -> state(id) == JobState.DISMISSED);
    passThrough(first);
    passThrough(all.getLast());
    assertThat(gauge("line", "a", StageGauge::ready)).isZero();
  }

  @Test
  void whoJoinsJoinsTheNewestJobOfTheKey() {
    submit(plan, RERUN);
    JobId trailing = submit(plan, RERUN);
    assertThat(ask(JOIN)).isEqualTo(new Admission.Joined(trailing));
  }

  @Test
  void aTrailingJobBeginsWhateverEndsTheOneBefore() {
    for (Runnable end : endings()) {
      JobId first = submit(plan, RERUN);
      JobId trailing = submit(plan, RERUN);
      end.run();
      assertThat(job(first).state().ended()).isTrue();
      assertThat(stage(trailing, "a").chunks()).isEqualTo(new Chunks(1, 0, 0, 0, 0, 0));
      passThrough(trailing);
    }
  }

  /** Dead discovery, nothing came through, dismissal, a worker that never comes back. */
  private List<Runnable> endings() {
    return List.of(
        () -> apply(claim("a"), Outcomes.dead()),
        () -> {
          apply(claim("a"), Outcomes.find(1));
          apply(claim("b"), Outcomes.dead());
        },
        () -> dismiss(claim("a").chunk().job()),
        () -> {
          for (int crash = 0; crash < 3; crash++) {
            claim("a");
            lapse();
          }
        });
  }

  @Test
  void aDismissedTrailingJobLeavesTheLine() {
    JobId first = submit(plan, RERUN);
    JobId trailing = submit(plan, RERUN);
    dismiss(trailing);
    assertThat(ask(JOIN)).isEqualTo(new Admission.Joined(first));
    JobId next = submit(plan, RERUN);
    passThrough(first);
    passThrough(next);
  }

  @Test
  void theIdempotencyKeyIsAskedFirst() {
    Optional<Idempotency> key = Optional.of(new Idempotency("k", "h"));
    JobId first = submit(order(plan, key).on(RERUN));
    JobId trailing = submit(plan, RERUN);
    assertThat(engine.submit(order(plan, key).on(RERUN))).isEqualTo(new Admission.Existing(first));
    assertThat(engine.submit(order(plan, key).on(JOIN))).isEqualTo(new Admission.Existing(first));
    assertThat(engine.submit(order(plan, Optional.of(new Idempotency("k", "other"))).on(JOIN)))
        .isEqualTo(new Admission.Conflict(first));
    assertThat(state(trailing)).isEqualTo(JobState.ACCEPTED);
  }

  @Test
  void theCoalesceKeyIsAskedBeforeTheLimits() {
    limit(new EngineLimits(2, 1_000));
    JobId first = submit(plan, RERUN);
    JobId trailing = submit(plan, RERUN);
    assertThat(ask(JOIN)).isEqualTo(new Admission.Joined(trailing));
    assertThat(ask(Terms.PLAIN)).isInstanceOf(Admission.Busy.class);
    JobId newest = submit(plan, RERUN);
    assertThat(state(trailing)).isEqualTo(JobState.DISMISSED);
    passThrough(first);
    passThrough(newest);
  }

  @Test
  void aTrailingJobIsRefusedWhereThereIsNoRoomForIt() {
    limit(new EngineLimits(1, 1_000));
    JobId first = submit(plan, RERUN);
    assertThat(ask(RERUN)).isEqualTo(new Admission.Busy(Duration.ofSeconds(1), "jobs"));
    passThrough(first);
    passThrough(submit(plan, RERUN));
  }

  @Test
  void aKeyBelongsToItsTenantAndItsPipeline() {
    submit(plan, JOIN);
    submit(owned("umbrella", order(plan, JOIN)));
    submit(order(Plans.linear("side", Plans.AT_ONCE, START), JOIN));
    submit(plan, Terms.PLAIN.coalescing("farm/8", Mode.JOIN));
    assertThat(claim("a", 9)).hasSize(3);
    assertThat(claim("side", "a", 9)).hasSize(1);
  }

  @Test
  void theLineSurvivesACrash() {
    JobId first = submit(plan, RERUN);
    JobId older = submit(plan, RERUN);
    crash();
    assertThat(ask(JOIN)).isEqualTo(new Admission.Joined(older));
    JobId newest = submit(plan, RERUN);
    crash();
    assertThat(state(older)).isEqualTo(JobState.DISMISSED);
    apply(claim("a"), Outcomes.find(1));
    crash();
    passAll("b");
    assertThat(state(first)).isEqualTo(JobState.SUCCESSFUL);
    crash();
    passThrough(newest);
    crash();
    passThrough(submit(plan, RERUN));
  }

  @Test
  void aJobThatRunsAgainIsMetAgain() {
    JobId first = submit(plan, RERUN);
    apply(claim("a"), Outcomes.find(1, 1));
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    engine.control(first, new Control.Replay(Set.of()));
    assertThat(ask(JOIN)).isEqualTo(new Admission.Joined(first));
    JobId trailing = submit(plan, RERUN);
    assertThat(claim("a", 9)).isEmpty();
    passAll("b");
    passThrough(trailing);
  }

  @Test
  void aJobDoesNotRunAgainWhileANewerOneRuns() {
    JobId first = submit(plan, RERUN);
    JobId trailing = submit(plan, RERUN);
    apply(claim("a"), Outcomes.find(1, 1));
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    EngineView before = view(first);
    assertThat(engine.control(first, new Control.Replay(Set.of())))
        .isInstanceOfSatisfying(
            Changed.NotNow.class, no -> assertThat(no.why()).contains(trailing.value()));
    assertThat(view(first)).isEqualTo(before);
    passThrough(trailing);
    assertThat(engine.control(first, new Control.Replay(Set.of())))
        .isEqualTo(new Changed.Applied(1));
  }

  @Test
  void aSupersededJobIsNotReplayed() {
    submit(plan, RERUN);
    JobId older = submit(plan, RERUN);
    submit(plan, RERUN);
    assertThat(engine.control(older, new Control.Replay(Set.of())))
        .isInstanceOf(Changed.NotNow.class);
  }
}
