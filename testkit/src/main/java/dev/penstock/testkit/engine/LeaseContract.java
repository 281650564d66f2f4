package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Beat;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Verdict;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress.Chunks;
import dev.penstock.job.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leases that run out, workers that crash, and fences that keep their late commits out. */
abstract class LeaseContract extends EngineCase {
  private final Plan plan = Plans.linear(START, EACH);

  LeaseContract(EngineSource source) {
    super(source);
  }

  @Test
  void aLapsedChunkIsOfferedAgainAndTheCrashIsCounted() {
    JobId id = found(plan, 5);
    Claim first = claim("b");
    pass(LEASE);
    assertThat(engine.tick()).isEqualTo(new Ticked(0, 0));
    clock.advance(Duration.ofMillis(1));
    assertThat(claim("b", 1)).isEmpty();
    assertThat(engine.tick()).isEqualTo(new Ticked(1, 0));
    assertThat(engine.tick()).isEqualTo(new Ticked(0, 0));

    Claim second = claim("b");
    assertThat(second.chunk()).isEqualTo(first.chunk());
    assertThat(second.lease().crashes()).isEqualTo(1);
    assertThat(second.lease().attempt()).isEqualTo(1);
    assertThat(stage(id, "b").retries()).isEqualTo(1);
    JobEvent event = events(id).getLast();
    assertThat(event.kind()).isEqualTo(Kind.LAPSED);
    assertThat(event.text()).contains("w1");
    assertThat(event.place()).contains(new JobEvent.Place("b", 2, 1, first.lease().fence()));
  }

  @Test
  void aWorkerThatBeatsKeepsItsLease() {
    found(plan, 5, 5);
    Claim beats = claim("b");
    Claim silent = claim("b");
    for (int i = 0; i < 10; i++) {
      clock.advance(LEASE.dividedBy(3));
      assertThat(beat(beats)).isEqualTo(Beat.CONTINUE);
      engine.tick();
    }
    assertThat(beat(silent)).isEqualTo(Beat.LOST);
    assertThat(engine.commit(silent, Outcomes.pass(silent))).isEqualTo(Verdict.FENCED);
    apply(beats, Outcomes.pass(beats));
    assertThat(beat(beats)).isEqualTo(Beat.LOST);
  }

  @Test
  void beatsAreAnsweredInOrder() {
    JobId other = found(plan, 1);
    JobId dismissed = found(plan, 1);
    List<Claim> claims = claim("b", 2);
    Claim gone = withNumber(claims.getFirst(), 77);
    engine.control(dismissed, new Control.Dismiss());
    assertThat(
            engine.beat(
                List.of(
                    new Pulse(of(claims, dismissed), 1, LEASE),
                    new Pulse(gone, 1, LEASE),
                    new Pulse(of(claims, other), 1, LEASE))))
        .containsExactly(Beat.CANCEL, Beat.LOST, Beat.CONTINUE);
    assertThat(engine.beat(List.of())).isEmpty();
  }

  private static Claim of(List<Claim> claims, JobId job) {
    return claims.stream().filter(c -> c.chunk().job().equals(job)).findFirst().orElseThrow();
  }

  private static Claim withNumber(Claim claim, long number) {
    return new Claim(
        new Claim.ChunkKey(claim.chunk().job(), number),
        claim.scope(),
        claim.lease(),
        claim.load(),
        claim.work());
  }

  @Test
  void beatsTellHowFarTheirChunksAre() {
    JobId id = found(plan, 10, 4);
    Claim large = claim("b");
    Claim small = claim("b");
    engine.beat(List.of(new Pulse(large, 6, LEASE), new Pulse(small, 99, LEASE)));
    assertThat(stage(id, "b").underway()).isEqualTo(10);
    assertThat(engine.log().jobs(JobQuery.newest("acme", 9))).containsExactly(job(id));
    engine.beat(List.of(new Pulse(large, 7, LEASE)));
    assertThat(stage(id, "b").underway()).isEqualTo(11);
    apply(large, Outcomes.checkpoint("x", Tally.ofOk(7), List.of()));
    assertThat(stage(id, "b").underway()).isEqualTo(4);
    engine.beat(List.of(new Pulse(large, 2, LEASE)));
    assertThat(stage(id, "b").underway()).isEqualTo(6);
    apply(small, Outcomes.pass(small));
    assertThat(stage(id, "b").underway()).isEqualTo(2);
    crash();
    assertThat(stage(id, "b").underway()).isZero();
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(11));
  }

  /** The store stood still, or the machine slept, and the ticker wakes first. */
  @Test
  void timeInWhichNobodyCouldBeatCostsNoLivingHolderItsLease() {
    JobId id = found(plan, 5);
    for (Duration gap : List.of(LEASE.plusSeconds(1), Duration.ofHours(9), Duration.ofHours(-3))) {
      Claim claim = claim("b");
      for (int i = 0; i < 5; i++) {
        pass(LEASE.dividedBy(3));
        clock.advance(gap);
        assertThat(engine.tick()).as("%s", gap).isEqualTo(new Ticked(0, 0));
        assertThat(beat(claim)).as("%s", gap).isEqualTo(Beat.CONTINUE);
      }
      assertThat(kinds(id)).doesNotContain(Kind.LAPSED, Kind.DEAD);
      apply(claim, Outcomes.release());
    }
    Claim claim = claim("b");
    assertThat(claim.lease().crashes()).isZero();
    apply(claim, Outcomes.pass(claim));
  }

  /** Somebody else's beat may be the first to come after a gap, and a claim may be, too. */
  @Test
  void whoeverComesFirstAfterAGapTakesNobodysTime() {
    found(plan, 5, 5, 5, 5);
    Claim first = claim("b");
    Claim second = claim("b");
    clock.advance(LEASE.multipliedBy(2));
    assertThat(beat(first)).isEqualTo(Beat.CONTINUE);
    assertThat(engine.tick().lapsed()).isZero();
    assertThat(beat(second)).isEqualTo(Beat.CONTINUE);
    clock.advance(LEASE.multipliedBy(2));
    Claim third = claim("b");
    assertThat(engine.tick().lapsed()).isZero();
    assertThat(engine.beat(List.of(new Pulse(second, 0, LEASE), new Pulse(third, 0, LEASE))))
        .containsExactly(Beat.CONTINUE, Beat.CONTINUE);
  }

  @Test
  void aHolderThatDiedIsTakenBackAfterWhateverGap() {
    for (Duration gap : List.of(LEASE.plusSeconds(1), Duration.ofHours(9), Duration.ofHours(-3))) {
      found(plan, 5);
      claim("b");
      clock.advance(gap);
      assertThat(engine.tick().lapsed()).isZero();
      assertThat(Ticking.pass(engine, clock, LEASE.plusMillis(1)).lapsed()).isEqualTo(1);
      passAll("b");
    }
  }

  /** An engine that ticks seldom counts seldom, but it counts. */
  @Test
  void aDeadHolderIsTakenBackThoughEveryTickIsLate() {
    found(plan, 5);
    claim("b");
    long lapsed = 0;
    for (int tick = 0; tick < 6; tick++) {
      clock.advance(LEASE.multipliedBy(3));
      lapsed += engine.tick().lapsed();
    }
    assertThat(lapsed).isEqualTo(1);
  }

  @Test
  void aChunkWhoseWorkersNeverComeBackIsPoisonAndOthersAreNotTouched() {
    JobId id = found(plan, 5, 7);
    for (int crash = 0; crash < 3; crash++) {
      assertThat(claim("b").lease().crashes()).isEqualTo(crash);
      lapse();
    }
    DeadLetter letter = letters(id, 0, 9).getFirst();
    assertThat(letter.chunk()).isEqualTo(2);
    assertThat(letter.problem().code()).isEqualTo("chunk.poison");
    assertThat(letter.problem().detail()).contains("3 attempts", "w1");
    assertThat(letter.tries()).isEqualTo(new DeadLetter.Tries(0, 3));
    assertThat(stage(id, "b").chunks()).isEqualTo(new Chunks(1, 0, 0, 0, 1, 0));
    assertThat(stage(id, "b").retries()).isEqualTo(2);
    assertThat(kinds(id)).endsWith(Kind.LAPSED, Kind.LAPSED, Kind.DEAD);
    Claim healthy = claim("b");
    assertThat(healthy.lease().crashes()).isZero();
    apply(healthy, Outcomes.pass(healthy));
    assertThat(job(id).items()).isEqualTo(new Tally(7, 0, 0, 5, 0));
  }

  @Test
  void aCheckpointIsProgressAndCrashesBeforeItAreForgotten() {
    JobId id = submit(plan);
    for (int crash = 0; crash < 5; crash++) {
      Claim start = claim("a");
      assertThat(start.lease().crashes()).isEqualTo(Math.min(crash, 1));
      apply(start, Outcomes.checkpoint("at " + crash, Tally.ofOk(2), Outcomes.spawns("", 2)));
      if (crash % 2 == 0) {
        lapse();
      } else {
        crash();
      }
    }
    apply(claim("a"), Outcomes.find());
    for (int crash = 0; crash < 2; crash++) {
      claim("b", 5);
      lapse();
    }
    Claim claim = claim("b");
    assertThat(claim.lease().crashes()).isEqualTo(2);
    apply(claim, Outcomes.checkpoint("half", Tally.ofOk(1), List.of()));
    lapse();
    Claim again = claim("b");
    assertThat(again.lease().crashes()).isEqualTo(1);
    apply(again, Outcomes.pass(again));
    passAll("b");
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(10));
  }

  @Test
  void crashesAndFailuresAreCountedApart() {
    JobId id = found(plan, 5);
    claim("b");
    lapse();
    apply(claim("b"), Outcomes.retry());
    claim("b");
    lapse();
    Claim claim = claim("b");
    assertThat(claim.lease().attempt()).isEqualTo(2);
    assertThat(claim.lease().crashes()).isEqualTo(2);
    apply(claim, Outcomes.pass(claim));
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
  }

  @Test
  void aPoisonedStartChunkFailsTheJob() {
    JobId id = submit(plan);
    for (int crash = 0; crash < 3; crash++) {
      claim("a");
      lapse();
    }
    assertThat(job(id).state()).isEqualTo(JobState.FAILED);
    assertThat(failure(id)).isEqualTo("chunk.poison");
  }

  @Test
  void openingAgainEndsAllLeasesAtOnceAndCountsThemAsCrashes() {
    JobId id = found(plan, 5, 5);
    claim("b", 2);
    crash();
    assertThat(claim("b", 9)).extracting(c -> c.lease().crashes()).containsExactly(1, 1);
    assertThat(kinds(id)).endsWith(Kind.LAPSED, Kind.LAPSED);
  }

  @Test
  void openingAgainCloselyAfterwardsFindsThePoison() {
    JobId id = found(plan, 5, 5);
    for (int crash = 0; crash < 3; crash++) {
      assertThat(claim("b").chunk().number()).isEqualTo(2);
      crash();
    }
    assertThat(letters(id, 0, 9)).hasSize(1);
    assertThat(claim("b").chunk().number()).isEqualTo(3);
  }

  @Test
  void fencesGrowOverChunksClaimsCrashesAndAClockThatStepsBack() {
    var fences = new ArrayList<Long>();
    found(plan, 1, 1, 1, 1);
    for (int i = 0; i < 12; i++) {
      for (Claim claim : claim("b", 2)) {
        fences.add(claim.lease().fence());
        apply(claim, Outcomes.release());
      }
      switch (i % 4) {
        case 0 -> crash();
        case 1 -> clock.advance(Duration.ofHours(-1));
        case 2 -> clock.advance(Duration.ofMinutes(1));
        default -> lapse();
      }
    }
    assertThat(fences).hasSize(24).isSorted().doesNotHaveDuplicates();
    clock.advance(Duration.ofDays(1));
    assertThat(claim("b").lease().fence()).isGreaterThanOrEqualTo(clock.millis() * 1_000);
  }

  @Test
  void aLateHolderChangesNothing() {
    JobId id = found(Plans.linear(START, EACH, EACH), 5, 5);
    Claim stale = claim("b");
    lapse();
    Claim fresh = claim("b");
    assertThat(fresh.chunk()).isEqualTo(stale.chunk());
    for (Step step : everyStep(stale)) {
      EngineView before = view(id).withoutEvents();
      assertThat(engine.commit(stale, step)).as("%s", step).isEqualTo(Verdict.FENCED);
      assertThat(view(id).withoutEvents()).as("after %s", step).isEqualTo(before);
    }
    JobEvent told = events(id).getLast();
    assertThat(told.kind()).isEqualTo(Kind.FENCED);
    assertThat(told.place()).contains(new JobEvent.Place("b", 2, 1, stale.lease().fence()));
    assertThat(beat(stale)).isEqualTo(Beat.LOST);
    assertThat(beat(fresh)).isEqualTo(Beat.CONTINUE);
    apply(fresh, Outcomes.pass(fresh));
    assertThat(engine.commit(stale, Outcomes.pass(stale))).isEqualTo(Verdict.FENCED);
  }

  @Test
  void aHolderWhoseLeaseWasTakenBackIsFencedBeforeAnybodyElseClaims() {
    JobId id = found(plan, 5);
    Claim stale = claim("b");
    lapse();
    EngineView before = view(id);
    for (Step step : everyStep(stale)) {
      assertThat(engine.commit(stale, step)).isEqualTo(Verdict.FENCED);
    }
    assertThat(view(id)).isEqualTo(before);
  }

  @Test
  void aHolderThatIsLateButNotTakenBackMayCommit() {
    JobId id = found(plan, 5);
    Claim late = claim("b");
    clock.advance(LEASE.multipliedBy(100));
    apply(late, Outcomes.pass(late));
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(engine.tick()).isEqualTo(new Ticked(0, 0));
  }

  @Test
  void aHolderFromBeforeACrashIsFenced() {
    JobId id = found(plan, 5);
    Claim stale = claim("b");
    crash();
    EngineView before = view(id);
    assertThat(engine.commit(stale, Outcomes.pass(stale))).isEqualTo(Verdict.FENCED);
    assertThat(view(id)).isEqualTo(before);
    assertThat(beat(stale)).isEqualTo(Beat.LOST);
  }

  private static List<Step> everyStep(Claim claim) {
    return List.of(
        Outcomes.pass(claim),
        Outcomes.done(Tally.ofOk(1_000)),
        Outcomes.checkpoint("late", Tally.of(0, 0, 1), List.of()),
        Outcomes.retry(),
        Outcomes.dead(),
        Outcomes.release());
  }
}
