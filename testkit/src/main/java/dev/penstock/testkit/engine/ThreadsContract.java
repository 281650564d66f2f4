package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.ALL;
import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Claim;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import dev.penstock.testkit.TestForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What users of other systems complained about, each as a sentence that holds here. The threads are
 * named above each case.
 */
abstract class ThreadsContract extends EngineCase {
  private final Plan plan = Plans.linear(START, EACH, ALL);

  ThreadsContract(EngineSource source) {
    super(source);
  }

  private List<Claim> claimAs(String worker, String stage, int max) {
    return engine.claim(new Want("line", stage, worker, max, LEASE));
  }

  private void assertNothingIsLeftOpen() {
    assertThat(engine.log().gauges())
        .allSatisfy(
            gauge -> {
              assertThat(gauge.ready()).as("ready: %s", gauge).isZero();
              assertThat(gauge.delayed()).as("delayed: %s", gauge).isZero();
              assertThat(gauge.running()).as("running: %s", gauge).isZero();
              assertThat(gauge.oldestReady()).as("lag: %s", gauge).isZero();
            });
  }

  /** Lets everything pass that is there or comes, until nothing moves any more. */
  private void drain() {
    new Drain(engine, clock, new SplittableRandom(3))
        .run(plan, claim -> Optional.of(Outcomes.pass(claim)));
  }

  // celery#5935, #3270, #2481, #2599, kombu#1098 (visibility timeout); zulip#39661,
  // rabbitmq-server#4099, dramatiq#827 (consumer timeout); hexpm#1825, oban#1141 (rescue by age).
  @Test
  void aSlowJobIsNotRunTwiceWhileItBeats() {
    JobId id = found(plan, 5);
    Claim slow = claim("b");
    for (Duration ran = Duration.ZERO;
        ran.compareTo(Duration.ofHours(9)) < 0;
        ran = ran.plusSeconds(20)) {
      clock.advance(Duration.ofSeconds(20));
      assertThat(beat(slow)).isEqualTo(Beat.CONTINUE);
      engine.tick();
      assertThat(claimAs("other", "b", 9)).isEmpty();
    }
    apply(slow, Outcomes.pass(slow));
    passAll("c");
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(5));
    assertThat(kinds(id)).doesNotContain(Kind.LAPSED, Kind.FENCED, Kind.RETRY);
  }

  // spring-batch#3127, #1099, hapi-fhir#2512 (STARTED for ever); river#1258, #773 (running for 91
  // days); oban#603, #862; db-scheduler#565.
  @Test
  void noJobIsStuckWhereverTheProcessDies() {
    List<Runnable> verbs =
        List.of(
            () -> claim("a"),
            () -> apply(claim("a"), Outcomes.checkpoint("1", Tally.ofOk(2), spawns(2))),
            () -> apply(claim("a"), Outcomes.find(3, 4)),
            () -> claim("b"),
            () -> apply(claim("b"), Outcomes.retry()),
            () -> apply(claim("b"), Outcomes.cut(0, 1, 1)),
            () -> passAll("b"),
            () -> claim("c"),
            () -> passAll("c"));
    for (int death = 0; death <= verbs.size(); death++) {
      JobId id = submit(plan);
      for (Runnable verb : verbs.subList(0, death)) {
        verb.run();
        lapse();
      }
      crashAndLapse();
      drainFrom(id);
      assertThat(state(id)).as("killed after %d verbs", death).isEqualTo(JobState.SUCCESSFUL);
    }
    assertNothingIsLeftOpen();
  }

  private static List<Spawn> spawns(long load) {
    return Outcomes.spawns("", load);
  }

  private void drainFrom(JobId id) {
    new Drain(engine, clock, new SplittableRandom(3))
        .run(
            plan,
            claim ->
                Optional.of(
                    claim.scope().stage().equals("a") ? Outcomes.find(6) : Outcomes.pass(claim)));
    assertThat(job(id).state().ended()).isTrue();
  }

  // bullmq#3183, #3056 (could not renew lock); db-scheduler#402; bull#308; jobrunr#763, #789,
  // #1063.
  @Test
  void aHolderThatLostItsLeaseChangesNothingAnyMore() {
    JobId id = found(plan, 5, 1);
    Claim zombie = claim("b");
    lapse();
    Claim owner = claim("b");
    assertThat(owner.chunk()).isEqualTo(zombie.chunk());
    assertThat(owner.lease().fence()).isGreaterThan(zombie.lease().fence());
    EngineView before = view(id).withoutEvents();
    for (Step step :
        List.of(
            Outcomes.pass(zombie),
            Outcomes.checkpoint("x", Tally.ofOk(1), List.of()),
            Outcomes.retry(),
            new Step.Retry(Outcomes.TROUBLE, Duration.ofHours(1), "api"),
            Outcomes.cut(0, 2, 3),
            Outcomes.dead(),
            Outcomes.release())) {
      assertThat(engine.commit(zombie, step)).as("%s", step).isEqualTo(Verdict.FENCED);
    }
    assertThat(beat(zombie)).isEqualTo(Beat.LOST);
    assertThat(view(id).withoutEvents()).isEqualTo(before);
    assertThat(kinds(id)).contains(Kind.FENCED);
    assertThat(engine.gates().list()).noneMatch(gate -> gate.gate().equals("api"));
    apply(owner, Outcomes.pass(owner));
    assertThat(engine.commit(zombie, Outcomes.pass(zombie))).isEqualTo(Verdict.FENCED);
  }

  // Kleppmann's argument against SET NX locks; fences have to grow over deaths of the engine too.
  @Test
  void fencesGrowOverEverythingThatHappens() {
    found(plan, 1, 1, 1);
    long last = 0;
    for (int round = 0; round < 12; round++) {
      clock.advance(Duration.ofSeconds(round % 3 == 0 ? -60 : 1));
      for (Claim claim : claim("b", 9)) {
        assertThat(claim.lease().fence()).isGreaterThan(last);
        last = claim.lease().fence();
        apply(claim, Outcomes.release());
      }
      if (round % 4 == 3) {
        crash();
      }
    }
  }

  // celery#3324 (a chord over 45,000 tasks), #5237, #1662, #3538 (callbacks twice, or never);
  // bullmq#3362, #3122, #1752, #2229 (waiting-children); hatchet#1996, #3276 (stuck RUNNING).
  @Test
  void aFanInOverManyChunksWithFailuresFiresOnceThoughManyWorkersEndIt() throws Exception {
    int chunks = TestForm.choose(4_500, 45_000);
    JobId id = submit(plan);
    Claim start = claim("a");
    for (int left = chunks; left > 0; left -= Math.min(left, 1_000)) {
      int some = Math.min(left, 1_000);
      apply(start, Outcomes.checkpoint("x", Tally.ofOk(some), Outcomes.findOnes(some).spawns()));
    }
    apply(start, Outcomes.done(Tally.ZERO));
    var seeds = new AtomicLong();
    Callable<Void> worker =
        () -> {
          endSome(new SplittableRandom(seeds.incrementAndGet()));
          return null;
        };
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (Future<Void> one : threads.invokeAll(Collections.nCopies(8, worker))) {
        one.get();
      }
    }
    crash();
    Drain drain = new Drain(engine, clock, new SplittableRandom(5));
    drain.run(plan, claim -> Optional.of(Outcomes.pass(claim)));
    Job job = job(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.in()).isEqualTo(chunks);
    assertThat(job.items().in()).isEqualTo(chunks);
    assertThat(stage(id, "c").chunks().total()).isEqualTo(1);
    assertThat(stage(id, "c").items().in()).isEqualTo(stage(id, "b").items().passed());
    assertThat(kinds(id)).filteredOn(Kind.SUCCEEDED::equals).hasSize(1);
    assertNothingIsLeftOpen();
  }

  /** Ends chunks of stage b in every way until there are none for a while. */
  private void endSome(SplittableRandom random) {
    for (int idle = 0; idle < 3; ) {
      List<Claim> claims = claimAs("w" + random.nextInt(4), "b", 1 + random.nextInt(16));
      idle = claims.isEmpty() ? idle + 1 : 0;
      for (Claim claim : claims) {
        Drain.anyEnding(claim, random).ifPresent(step -> engine.commit(claim, step));
      }
    }
  }

  // bullmq#2229, #3362: a parent that waits for ever for children which failed or were removed.
  @Test
  void aFanInFiresThoughItsLastChunkDiesOfACrash() {
    JobId id = found(plan, 1, 1, 1);
    passOnly(2);
    for (int crash = 0; crash < 3; crash++) {
      claim("b");
      crashAndLapse();
    }
    assertThat(stage(id, "b").chunks().dead()).isEqualTo(1);
    assertThat(claim("c").load()).isEqualTo(Tally.ofOk(2));
  }

  private void passOnly(int chunks) {
    claim("b", chunks).forEach(claim -> apply(claim, Outcomes.pass(claim)));
  }

  // sidekiq#1831 (lost on crash), #3400, #4633 (for ever), #4992 (out of memory).
  @Test
  void aPoisonPillIsPutAsideAfterAFewCrashesAndNothingIsLost() {
    JobId id = found(plan, 1, 1, 1, 1, 1);
    int rounds = 0;
    for (List<Claim> some = claim("b", 9); !some.isEmpty(); some = claim("b", 9)) {
      assertThat(++rounds).isLessThanOrEqualTo(3);
      for (Claim claim : some) {
        if (claim.chunk().number() != 4) {
          apply(claim, Outcomes.pass(claim));
        }
      }
      crashAndLapse();
    }
    assertThat(letters(id, 0, 9))
        .extracting(DeadLetter::chunk, each -> each.problem().code())
        .containsExactly(tuple(4L, "chunk.poison"));
    passAll("c");
    assertThat(job(id).items()).isEqualTo(new Tally(4, 0, 0, 1, 0));
  }

  // dbos-transact-java#513: one dead-lettered workflow aborted the recovery of all others.
  @Test
  void oneDeadJobDoesNotStopTheRecoveryOfOthers() {
    Plan fragile =
        Plans.linear("line", new RetryPolicy(1, 1, Duration.ZERO, Duration.ZERO), START, EACH, ALL);
    JobId before = found(plan, 1, 2);
    JobId dead = submit(fragile);
    JobId behind = submit(plan);
    assertThat(claim("a", 9)).hasSize(2);
    assertThat(claim("b", 9)).hasSize(2);
    crashAndLapse();
    assertThat(state(dead)).isEqualTo(JobState.FAILED);
    assertThat(failure(dead)).isEqualTo("chunk.poison");
    drainFrom(before);
    drainFrom(behind);
    assertThat(state(before)).isEqualTo(JobState.SUCCESSFUL);
    assertThat(state(behind)).isEqualTo(JobState.SUCCESSFUL);
    assertNothingIsLeftOpen();
  }

  // documentation#2716, #4379, airbyte#17581 (payloads of 2 MB, histories of 50,000 events).
  @Test
  void aPayloadOfAnySizeGoesByReferenceAndAHistoryStaysShort() {
    Payload huge = Payload.stored(new BlobRef("blob/huge", 1L << 40, "crc32c:00000000"));
    Submission order = order(plan);
    JobId id =
        submit(
            new Submission(order.id(), "acme", plan, "", order.inputs(), huge, Optional.empty()));
    assertThat(claim("a").work().in()).isEqualTo(huge);
    lapse();
    int chunks = TestForm.choose(1_000, 20_000);
    Claim start = claim("a");
    for (int left = chunks; left > 0; left -= 1_000) {
      apply(start, Outcomes.checkpoint("x", Tally.ofOk(1_000), Outcomes.findOnes(1_000).spawns()));
    }
    apply(start, Outcomes.done(Tally.ZERO));
    for (int failure = 0; failure < 2; failure++) {
      claim("b", chunks).forEach(claim -> engine.commit(claim, Outcomes.retry()));
    }
    passAllOf(chunks);
    assertThat(stage(id, "b").retries()).isEqualTo(2L * chunks);
    int most = EngineLimits.DEFAULT.anomalies() + 10;
    assertThat(events(id)).hasSizeLessThan(most);
    assertThat(kinds(id)).contains(Kind.TRUNCATED).endsWith(Kind.STAGE_COMPLETED, Kind.SUCCEEDED);
  }

  private void passAllOf(int chunks) {
    claim("b", chunks).forEach(claim -> engine.commit(claim, Outcomes.pass(claim)));
    passAll("c");
  }

  // redis#10756, #13314, #6941, #7059 (entries that stay pending), #11567 (consumers that pile up),
  // watermill-redisstream#24 (lost with a deleted consumer), opik#5525.
  @Test
  void workersThatNeverComeBackLeaveNothingBehind() {
    JobId id = found(plan, Collections.nCopies(40, 1L).stream().mapToLong(n -> n).toArray());
    for (int worker = 0; worker < TestForm.choose(60, 600); worker++) {
      List<Claim> some = claimAs("host-" + worker, "b", 1 + worker % 3);
      if (worker % 2 == 0) {
        some.forEach(claim -> engine.commit(claim, Outcomes.release()));
      } else {
        some.forEach(claim -> apply(claim, Outcomes.checkpoint("x", Tally.ZERO, List.of())));
        lapse();
      }
    }
    assertThat(gauge("line", "b", StageGauge::running)).isZero();
    drain();
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(40));
    assertThat(stage(id, "b").chunks().done()).isEqualTo(40);
    assertNothingIsLeftOpen();
  }

  // redis#13337, valkey#1951 (wrong or nil), redis#14257 (negative).
  @Test
  void theLagIsRightThroughEverythingThatHappens() {
    assertLag(0, 0);
    JobId id = found(plan, 1, 1, 1);
    clock.advance(Duration.ofSeconds(5));
    assertLag(3, 5);
    Claim first = claim("b");
    assertLag(2, 5);
    apply(first, Outcomes.release());
    assertLag(3, 5);
    clock.advance(Duration.ofSeconds(1));
    List<Claim> two = claim("b", 2);
    assertLag(1, 6);
    apply(two.get(0), new Step.Retry(Outcomes.TROUBLE, Duration.ofSeconds(50)));
    apply(two.get(1), Outcomes.pass(two.get(1)));
    assertLag(1, 6);
    clock.advance(Duration.ofSeconds(50));
    engine.tick();
    assertLag(2, 56);
    crash();
    assertLag(2, 56);
    claim("b");
    assertLag(1, 56);
    claim("b");
    assertLag(0, 0);
    dismiss(id);
    assertLag(0, 0);
    clock.advance(Duration.ofDays(1));
    engine.tick();
    assertLag(0, 0);
  }

  private void assertLag(long ready, long seconds) {
    assertThat(gauge("line", "b", StageGauge::ready)).isEqualTo(ready);
    assertThat(gauge("line", "b", gauge -> gauge.oldestReady().toSeconds())).isEqualTo(seconds);
  }

  // jepsen.io/analyses/nats-2.12.1: acknowledged, and gone.
  @Test
  void whatWasAcknowledgedIsThereAfterACrash() {
    Map<JobId, EngineView> acknowledged = new HashMap<>();
    for (int i = 0; i < TestForm.choose(30, 300); i++) {
      JobId id = submit(plan);
      if (i % 3 > 0) {
        apply(claimOf(id), Outcomes.find(1, 2));
      } else {
        dismiss(id);
      }
      acknowledged.put(id, view(id));
      if (i % 10 == 9) {
        crash();
      }
    }
    acknowledged.forEach(
        (id, view) -> {
          assertThat(view(id).job()).isEqualTo(view.job());
          assertThat(view(id).events()).isEqualTo(view.events());
        });
  }

  private Claim claimOf(JobId id) {
    Claim claim = claim("a");
    assertThat(claim.chunk().job()).isEqualTo(id);
    return claim;
  }

  // hatchet#2604, #3823: heartbeats that wrote the database to death.
  @Test
  void beatsChangeNothingThatIsReadAndMakeNoHistory() {
    JobId id = found(plan, Collections.nCopies(200, 1L).stream().mapToLong(n -> n).toArray());
    List<Claim> held = claim("b", 200);
    Job before = job(id);
    List<Kind> kinds = kinds(id);
    for (int beat = 0; beat < TestForm.choose(20, 500); beat++) {
      clock.advance(Duration.ofSeconds(10));
      assertThat(engine.beat(held.stream().map(c -> new Pulse(c, 0, LEASE)).toList()))
          .containsOnly(Beat.CONTINUE);
    }
    assertThat(job(id)).isEqualTo(before);
    assertThat(kinds(id)).isEqualTo(kinds);
  }

  // sourcegraph#26895: a noisy tenant.
  @Test
  void aNoisyTenantHoldsNobodyElseUp() {
    for (int i = 0; i < 30; i++) {
      found(plan, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    }
    JobId quiet = submit(owned("umbrella", order(plan)));
    apply(claim("a"), Outcomes.find(1));
    var claims = new ArrayList<Claim>();
    for (int i = 0; i < 3; i++) {
      claims.add(claim("b"));
    }
    assertThat(claims).extracting(c -> c.chunk().job()).contains(quiet);
  }

  // dbos-transact-py#804: an executor of the same id while the old one still drains.
  @Test
  void twinsOfOneIdDoNotShareTheirClaims() {
    found(plan, 1, 1);
    Claim mine = claimAs("twin", "b", 1).getFirst();
    Claim its = claimAs("twin", "b", 1).getFirst();
    assertThat(its.chunk()).isNotEqualTo(mine.chunk());
    assertThat(claimAs("twin", "b", 9)).isEmpty();
    pass(LEASE.minusSeconds(1));
    assertThat(beat(mine)).isEqualTo(Beat.CONTINUE);
    clock.advance(Duration.ofSeconds(2));
    engine.tick();
    assertThat(beat(its)).isEqualTo(Beat.LOST);
    Claim again = claimAs("twin", "b", 9).getFirst();
    assertThat(again.chunk()).isEqualTo(its.chunk());
    assertThat(engine.commit(its, Outcomes.pass(its))).isEqualTo(Verdict.FENCED);
    assertThat(beat(mine)).isEqualTo(Beat.CONTINUE);
    apply(again, Outcomes.pass(again));
    apply(mine, Outcomes.pass(mine));
  }

  // sdk-java#1430, airbyte#13973: code that changed under a running workflow.
  @Test
  void aJobKeepsThePlanThatItWasAcceptedWith() {
    JobId old = found(Plans.linear(START, EACH), 1);
    Plan newer = new Plan("line", 2, Plans.linear(START, EACH, EACH).stages());
    JobId young = submit(newer);
    crash();
    apply(claim("a"), Outcomes.find(1));
    passAll("b");
    assertThat(state(old)).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(old).order().version()).isEqualTo(1);
    assertThat(claim("c", 9)).extracting(c -> c.chunk().job()).containsExactly(young);
  }

  // The original's silent loss: a redelivered job met a dead owner's lock and was acknowledged.
  @Test
  void aRequestThatComesAgainWhileItsJobIsHeldLosesNothing() {
    Optional<Submission.Idempotency> key = Optional.of(new Submission.Idempotency("k", "h"));
    JobId id = submit(order(plan, key));
    claim("a");
    crash();
    assertThat(engine.submit(order(plan, key))).isEqualTo(new Admission.Existing(id));
    lapse();
    drainFrom(id);
    assertThat(state(id)).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).items()).isEqualTo(Tally.ofOk(6));
  }
}
