package dev.penstock.testkit.engine;

import static dev.penstock.job.JobState.DISMISSED;
import static dev.penstock.job.JobState.FAILED;
import static dev.penstock.job.JobState.SUCCESSFUL;
import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Coalescing.Mode;
import dev.penstock.engine.Control;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.FollowUp;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Tolerance;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Toll;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Jobs that begin when another one ends. */
abstract class FollowUpContract extends EngineCase {
  private static final Set<JobState> ANY = Set.of(SUCCESSFUL, FAILED, DISMISSED);

  private final Plan plan = Plans.linear(START, EACH);
  private final Plan callbacks = Plans.linear("callbacks", Plans.AT_ONCE, START);

  FollowUpContract(EngineSource source) {
    super(source);
  }

  private FollowUp call(String name, Set<JobState> on) {
    return new FollowUp(
        on,
        callbacks,
        name,
        new InputValues(Map.of("url", "https://example.org/" + name)),
        Outcomes.text("payload of " + name),
        Optional.empty());
  }

  /** One follow-up for each ending, and one for all of them. */
  private JobId followed() {
    return submit(
        plan,
        Terms.PLAIN.followedBy(
            List.of(
                call("successful", Set.of(SUCCESSFUL)),
                call("failed", Set.of(FAILED)),
                call("dismissed", Set.of(DISMISSED)),
                call("any", ANY))));
  }

  private List<Job> calls() {
    return jobsOf("acme", "callbacks");
  }

  private void passThrough() {
    apply(claim("a"), Outcomes.find(1));
    passAll("b");
  }

  private void assertFollowed(JobId parent, JobState ending) {
    assertThat(state(parent)).isEqualTo(ending);
    assertThat(calls())
        .extracting(call -> call.order().name())
        .containsExactlyInAnyOrder(ending.word(), "any");
    assertThat(calls())
        .allSatisfy(
            call -> {
              assertThat(call.state()).isEqualTo(JobState.ACCEPTED);
              assertThat(call.order().tenant()).isEqualTo("acme");
              assertThat(call.order().ties().parent()).contains(parent);
              assertThat(call.order().inputs())
                  .containsEntry("url", "https://example.org/" + call.order().name())
                  .containsEntry(FollowUp.JOB, parent.value())
                  .containsEntry(FollowUp.STATUS, ending.word())
                  .containsEntry(FollowUp.ROUND, "0");
            });
  }

  @Test
  void aSuccessIsFollowedByThoseThatFollowSuccesses() {
    JobId id = followed();
    apply(claim("a"), Outcomes.find(1));
    assertThat(calls()).isEmpty();
    passAll("b");
    assertFollowed(id, SUCCESSFUL);
  }

  @Test
  void aFailureIsFollowedByThoseThatFollowFailures() {
    JobId id = followed();
    apply(claim("a"), Outcomes.dead());
    assertFollowed(id, FAILED);
  }

  @Test
  void aDismissalIsFollowedByThoseThatFollowDismissals() {
    JobId id = followed();
    apply(claim("a"), Outcomes.find(1));
    dismiss(id);
    assertFollowed(id, DISMISSED);
    dismiss(id);
    assertThat(calls()).hasSize(2);
  }

  @Test
  void aJobThatATickFailsIsFollowed() {
    JobId id = followed();
    for (int crash = 0; crash < 3; crash++) {
      claim("a");
      lapse();
    }
    assertFollowed(id, FAILED);
  }

  @Test
  void aJobBeyondItsToleranceIsFollowedAsAFailure() {
    JobId id =
        submit(
            plan,
            Terms.PLAIN
                .tolerance(Tolerance.NONE)
                .followedBy(List.of(call("failed", Set.of(FAILED)))));
    apply(claim("a"), Outcomes.find(3, 1));
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    assertThat(failure(id)).isEqualTo("job.beyond_tolerance");
    assertThat(calls()).hasSize(1);
  }

  @Test
  void aSupersededJobIsFollowedAsDismissed() {
    Terms rerun = Terms.PLAIN.coalescing("k", Mode.RERUN);
    submit(plan, rerun);
    submit(plan, rerun.followedBy(List.of(call("any", ANY))));
    submit(plan, rerun);
    assertThat(calls())
        .hasSize(1)
        .allSatisfy(
            call -> assertThat(call.order().inputs()).containsEntry(FollowUp.STATUS, "dismissed"));
  }

  @Test
  void aFollowUpBeginsInTheStepThatEndsItsParentWithItsOwnPayload() {
    var rung = new AtomicInteger();
    bells.onReady("callbacks", "a", rung::incrementAndGet);
    JobId id = followed();
    apply(claim("a"), Outcomes.find(1));
    assertThat(rung).hasValue(0);
    passAll("b");
    assertThat(rung).hasPositiveValue();
    List<Claim> claims = claim("callbacks", "a", 9);
    assertThat(claims)
        .extracting(c -> c.work().in())
        .containsExactlyInAnyOrder(
            Outcomes.text("payload of successful"), Outcomes.text("payload of any"));
    assertThat(claims)
        .allSatisfy(
            c -> assertThat(c.work().inputs().texts()).containsEntry(FollowUp.JOB, id.value()));
  }

  @Test
  void eachRoundOfAJobIsFollowedOnce() {
    JobId id = submit(plan, Terms.PLAIN.followedBy(List.of(call("any", ANY))));
    apply(claim("a"), Outcomes.find(1, 1));
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    assertThat(calls()).hasSize(1);
    engine.control(id, new Control.Replay(Set.of()));
    assertThat(calls()).hasSize(1);
    apply(claim("b"), Outcomes.dead());
    engine.control(id, new Control.Replay(Set.of()));
    passAll("b");
    assertThat(calls())
        .extracting(call -> call.order().inputs().get(FollowUp.ROUND))
        .containsExactlyInAnyOrder("0", "1", "2");
    assertThat(calls()).extracting(Job::id).doesNotHaveDuplicates();
  }

  @Test
  void aFollowUpIsLetInWhateverTheLimits() {
    limit(new EngineLimits(1, 1_000));
    JobId id = followed();
    passThrough();
    assertFollowed(id, SUCCESSFUL);
    assertThat(engine.submit(order(plan))).isInstanceOf(Admission.Busy.class);
    claim("callbacks", "a", 9).forEach(call -> apply(call, Outcomes.find()));
    submit(plan);
  }

  @Test
  void aFollowUpThatFailsIsToldInItsParentsTimeline() {
    JobId id = submit(plan, Terms.PLAIN.followedBy(List.of(call("any", ANY))));
    passThrough();
    Job before = job(id);
    Claim call = claim("callbacks", "a", 1).getFirst();
    apply(call, Outcomes.dead());
    JobEvent told = events(id).getLast();
    assertThat(told.kind()).isEqualTo(Kind.CHILD_FAILED);
    assertThat(told.text()).contains(call.chunk().job().value(), "callbacks");
    assertThat(told.problem()).contains(Outcomes.TROUBLE);
    assertThat(job(id).state()).isEqualTo(SUCCESSFUL);
    assertThat(job(id).items()).isEqualTo(before.items());
  }

  @Test
  void aFollowUpThatSucceedsOrIsDismissedIsNotToldOf() {
    JobId id = submit(plan, Terms.PLAIN.followedBy(List.of(call("one", ANY), call("two", ANY))));
    passThrough();
    List<JobEvent> before = events(id);
    apply(claim("callbacks", "a", 1).getFirst(), Outcomes.find());
    dismiss(claim("callbacks", "a", 1).getFirst().chunk().job());
    assertThat(events(id)).isEqualTo(before);
  }

  @Test
  void aFollowUpOutlivesItsParent() {
    JobId id = submit(plan, Terms.PLAIN.followedBy(List.of(call("any", ANY))));
    passThrough();
    engine.control(id, new Control.Remove());
    Claim call = claim("callbacks", "a", 1).getFirst();
    apply(call, Outcomes.dead());
    assertThat(state(call.chunk().job())).isEqualTo(FAILED);
    assertThat(engine.log().job(id)).isEmpty();
    assertThat(engine.log().events(id, 0, 9)).isEmpty();
  }

  @Test
  void aChildThatSomebodySubmittedIsToldOfToo() {
    JobId parent = submit(plan);
    JobId child = submit(plan, Terms.PLAIN.child(parent));
    assertThat(job(child).order().ties().parent()).contains(parent);
    for (Claim claim : claim("a", 2)) {
      apply(claim, claim.chunk().job().equals(child) ? Outcomes.dead() : Outcomes.find(1));
    }
    assertThat(kinds(parent)).contains(Kind.CHILD_FAILED).doesNotContain(Kind.FAILED);
  }

  @Test
  void asManyFollowUpsAsAreAllowedBegin() {
    var all = new ArrayList<FollowUp>();
    for (int i = 0; i < Terms.MOST_FOLLOW_UPS; i++) {
      all.add(call("call-" + i, ANY));
    }
    submit(plan, Terms.PLAIN.followedBy(all));
    passThrough();
    assertThat(calls())
        .extracting(call -> call.order().name())
        .containsExactlyInAnyOrderElementsOf(all.stream().map(FollowUp::name).toList());
    assertThat(claim("callbacks", "a", 100)).hasSize(Terms.MOST_FOLLOW_UPS);
  }

  @Test
  void aFollowUpPaysItsToll() {
    engine.gates().pause("example.org", Instant.MAX);
    FollowUp call =
        new FollowUp(
            ANY,
            callbacks,
            "call",
            new InputValues(Map.of()),
            Outcomes.text("x"),
            Optional.of(Toll.of("example.org")));
    submit(plan, Terms.PLAIN.followedBy(List.of(call)));
    passThrough();
    assertThat(claim("callbacks", "a", 9)).isEmpty();
    engine.gates().resume("example.org");
    assertThat(claim("callbacks", "a", 9)).hasSize(1);
  }

  @Test
  void aCrashNeitherLosesNorDoublesAFollowUp() {
    JobId id = followed();
    crash();
    apply(claim("a"), Outcomes.find(1));
    crash();
    assertThat(calls()).isEmpty();
    Claim last = claim("b");
    apply(last, Outcomes.pass(last));
    crash();
    assertFollowed(id, SUCCESSFUL);
    assertThat(engine.commit(last, Outcomes.pass(last))).isEqualTo(Verdict.FENCED);
    engine.tick();
    crash();
    assertFollowed(id, SUCCESSFUL);
    claim("callbacks", "a", 9).forEach(call -> apply(call, Outcomes.find()));
    assertThat(calls()).allMatch(call -> call.state() == SUCCESSFUL);
    assertThat(calls()).hasSize(2);
  }

  @Test
  void theNextOfALaneAndTheFollowUpsBeginInOneStep() {
    submit(plan, Terms.PLAIN.lane("l").followedBy(List.of(call("any", ANY))));
    JobId next = submit(plan, Terms.PLAIN.lane("l"));
    passThrough();
    assertThat(claim("a").chunk().job()).isEqualTo(next);
    assertThat(claim("callbacks", "a", 9)).hasSize(1);
  }
}
