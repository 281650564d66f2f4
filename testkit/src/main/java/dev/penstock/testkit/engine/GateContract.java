package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Gates;
import dev.penstock.engine.Plan;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Step;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Verdict;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Toll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Named limits on what chunks ask of the outside. */
abstract class GateContract extends EngineCase {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TENTH = Duration.ofMillis(100);
  private static final Toll API = Toll.of("api");

  private final Plan plan = Plans.linear(START, EACH);

  GateContract(EngineSource source) {
    super(source);
  }

  /** A job whose chunks of one item each pay the toll. */
  private JobId tolled(Toll toll, int chunks) {
    JobId job = submit(plan);
    long[] ones = new long[chunks];
    Arrays.fill(ones, 1);
    apply(claim("a"), Outcomes.done(Tally.ofOk(chunks), Outcomes.spawns(toll, ones)));
    return job;
  }

  private int claimable() {
    return claim("b", 100).size();
  }

  private Gates.Standing standing(String gate) {
    return engine.gates().list().stream()
        .filter(each -> each.gate().equals(gate))
        .findFirst()
        .orElseThrow();
  }

  /** Chunks at b, each of its own weight at the gate, and some that pay none. */
  private void behind(String gate, int closed, int open) {
    submit(plan);
    Claim start = claim("a");
    for (int from = 0; from < closed; from += 1_000) {
      var spawns = new ArrayList<Spawn>();
      for (int i = from; i < Math.min(closed, from + 1_000); i++) {
        spawns.add(Spawn.of(Payload.NONE, Tally.ofOk(1)).through(new Toll(gate, i + 1)));
      }
      apply(start, Outcomes.checkpoint("x", Tally.ofOk(spawns.size()), spawns));
    }
    apply(start, Outcomes.findOnes(open));
  }

  /** The quickest of many claims of one chunk. */
  private long quickestClaim(int claims) {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < claims; i++) {
      long began = System.nanoTime();
      claim("b");
      quickest = Math.min(quickest, System.nanoTime() - began);
    }
    return quickest;
  }

  @Test
  void aClaimTakesNoLongerBecauseManyChunksWaitBehindAClosedGate() {
    engine.gates().pause("api", Instant.MAX);
    behind("other", 1, 100);
    long alone = quickestClaim(100);
    behind("api", 8_000, 100);
    long beside = quickestClaim(100);
    assertThat(beside).as("ns, beside %d alone", alone).isLessThan(3 * alone + 200_000);
  }

  @Test
  void whatWaitsBehindAGateComesInTurnHoweverTheGateOpens() {
    List<Runnable> ways =
        List.of(
            () -> clock.advance(Duration.ofMinutes(1)),
            () -> engine.gates().resume("api"),
            () -> {
              engine.gates().set("api", GateLimits.rate(1_000_000, Duration.ofSeconds(1)));
              clock.advance(Duration.ofMinutes(1));
            });
    for (Runnable way : ways) {
      engine.gates().pause("api", clock.instant().plusSeconds(60));
      behind("api", 3, 2);
      assertThat(claim("b", 9)).hasSize(2);
      assertThat(claim("b", 9)).isEmpty();
      way.run();
      assertThat(claim("b", 1)).hasSize(1);
      clock.advance(Duration.ofSeconds(1));
      assertThat(claim("b", 1)).hasSize(1);
      clock.advance(Duration.ofSeconds(1));
      assertThat(claim("b", 1)).hasSize(1);
      engine.gates().set("api", GateLimits.OPEN);
    }
  }

  @Test
  void chunksThatAreDismissedBehindAClosedGateAreGone() {
    engine.gates().pause("api", Instant.MAX);
    behind("api", 3, 1);
    JobId id = claim("b").chunk().job();
    assertThat(claim("b", 9)).isEmpty();
    dismiss(id);
    behind("api", 2, 0);
    assertThat(claim("b", 9)).isEmpty();
    engine.gates().resume("api");
    assertThat(claim("b", 9)).hasSize(2);
  }

  @Test
  void jobsThatComeLaterStandBehindTheSameClosedGate() {
    engine.gates().pause("api", Instant.MAX);
    behind("api", 2, 0);
    assertThat(claim("b", 9)).isEmpty();
    behind("api", 2, 1);
    assertThat(claim("b", 9)).hasSize(1);
    engine.gates().resume("api");
    assertThat(claim("b", 9)).hasSize(4);
    assertThat(gauge("line", "b", StageGauge::ready)).isZero();
  }

  @Test
  void aRateGivesItsBurstAndThenOnePermitAfterTheOther() {
    engine.gates().set("api", new GateLimits(10, SECOND, 3, 0));
    tolled(API, 20);
    assertThat(claimable()).isEqualTo(3);
    clock.advance(TENTH.minusMillis(1));
    assertThat(claimable()).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(claimable()).isEqualTo(1);
    clock.advance(TENTH.multipliedBy(2));
    assertThat(claimable()).isEqualTo(2);
    clock.advance(Duration.ofMinutes(1));
    assertThat(claimable()).isEqualTo(3);
    assertThat(claimable()).isZero();
  }

  @Test
  void aRateHoldsOverALongTime() {
    engine.gates().set("api", new GateLimits(5, SECOND, 5, 0));
    tolled(API, 300);
    int given = 0;
    for (int step = 0; step < 700; step++) {
      given += claimable();
      clock.advance(Duration.ofMillis(37));
    }
    // 25.863 s at five a second, and the burst.
    assertThat(given).isBetween(133, 134);
  }

  @Test
  void aWeightPaysThatManyPermits() {
    engine.gates().set("api", new GateLimits(10, SECOND, 4, 0));
    tolled(new Toll("api", 2), 9);
    assertThat(claimable()).isEqualTo(2);
    clock.advance(TENTH);
    assertThat(claimable()).isZero();
    clock.advance(TENTH);
    assertThat(claimable()).isEqualTo(1);
  }

  @Test
  void aWeightAboveTheBurstCountsAsAllOfIt() {
    engine.gates().set("api", new GateLimits(10, SECOND, 2, 0));
    tolled(new Toll("api", 50), 3);
    assertThat(claimable()).isEqualTo(1);
    clock.advance(TENTH);
    assertThat(claimable()).isZero();
    clock.advance(TENTH);
    assertThat(claimable()).isEqualTo(1);
  }

  @Test
  void aStageThatFoundAGateClosedIsToldWhenToLookAgain() {
    engine.gates().set("api", new GateLimits(10, SECOND, 1, 0));
    tolled(API, 3);
    var told = new ArrayList<Instant>();
    bells.onReadyAt("line", "b", told::add);
    assertThat(claimable()).isEqualTo(1);
    assertThat(told).isNotEmpty().last().isEqualTo(clock.instant().plus(TENTH));
    clock.advance(TENTH);
    assertThat(claimable()).isEqualTo(1);
  }

  @Test
  void aGateThatOnlyAPersonOpensPromisesNothing() {
    engine.gates().pause("api", Instant.MAX);
    tolled(API, 1);
    var told = new AtomicInteger();
    bells.onReadyAt("line", "b", at -> told.incrementAndGet());
    assertThat(claimable()).isZero();
    assertThat(told).hasValue(0);
  }

  @Test
  void soMuchWeightRunsAtATime() {
    engine.gates().set("api", GateLimits.concurrency(3));
    tolled(new Toll("api", 2), 3);
    Claim first = claim("b");
    assertThat(claimable()).isZero();
    var rung = new AtomicInteger();
    bells.onReady("line", "b", rung::incrementAndGet);
    apply(first, Outcomes.pass(first));
    assertThat(rung).hasPositiveValue();
    assertThat(claimable()).isEqualTo(1);
  }

  @Test
  void aWeightAboveTheConcurrencyRunsAlone() {
    engine.gates().set("api", GateLimits.concurrency(3));
    tolled(new Toll("api", 7), 2);
    Claim first = claim("b");
    assertThat(standing("api").inUse()).isEqualTo(7);
    assertThat(claimable()).isZero();
    apply(first, Outcomes.pass(first));
    assertThat(claimable()).isEqualTo(1);
  }

  @Test
  void whateverEndsAChunkLeavesItsGate() {
    engine.gates().set("api", GateLimits.concurrency(1));
    JobId id = tolled(API, 20);
    List<Consumer<Claim>> endings =
        List.of(
            claim -> apply(claim, Outcomes.pass(claim)),
            claim -> apply(claim, Outcomes.retry()),
            claim -> apply(claim, Outcomes.dead()),
            claim -> apply(claim, Outcomes.release()),
            claim -> apply(claim, Outcomes.reject(claim, 1)),
            claim -> lapse(),
            claim -> crashAndLapse());
    for (Consumer<Claim> ending : endings) {
      Claim claim = claim("b");
      assertThat(claimable()).isZero();
      ending.accept(claim);
      assertThat(standing("api").inUse()).isZero();
    }
    claim("b");
    dismiss(id);
    assertThat(standing("api").inUse()).isZero();
    tolled(API, 1);
    assertThat(claimable()).isEqualTo(1);
  }

  @Test
  void aCheckpointKeepsItsPlaceInTheGate() {
    engine.gates().set("api", GateLimits.concurrency(1));
    JobId id = submit(plan);
    apply(claim("a"), Outcomes.done(Tally.ofOk(6), Outcomes.spawns(API, 3, 3)));
    Claim held = claim("b");
    apply(held, Outcomes.checkpoint("x", Tally.ofOk(1), List.of()));
    assertThat(claimable()).isZero();
    assertThat(job(id).open()).isEqualTo(5);
  }

  @Test
  void aPausedGateOpensWhenItsTimeHasCome() {
    engine.gates().pause("api", clock.instant().plusSeconds(60));
    tolled(API, 2);
    var told = new ArrayList<Instant>();
    bells.onReadyAt("line", "b", told::add);
    assertThat(claimable()).isZero();
    assertThat(told).last().isEqualTo(clock.instant().plusSeconds(60));
    assertThat(standing("api").paused(clock.instant())).isTrue();
    clock.advance(Duration.ofSeconds(60));
    assertThat(standing("api").paused(clock.instant())).isFalse();
    assertThat(claimable()).isEqualTo(2);
  }

  @Test
  void aPauseIsNeverShortenedByAnother() {
    engine.gates().pause("api", clock.instant().plusSeconds(60));
    engine.gates().pause("api", clock.instant().plusSeconds(5));
    tolled(API, 2);
    clock.advance(Duration.ofSeconds(30));
    assertThat(claimable()).isZero();
  }

  @Test
  void aResumedGateIsOpenAtOnceAndRings() {
    engine.gates().pause("api", Instant.MAX);
    tolled(API, 2);
    assertThat(claimable()).isZero();
    var rung = new AtomicInteger();
    bells.onReady("line", "b", rung::incrementAndGet);
    engine.gates().resume("api");
    assertThat(rung).hasPositiveValue();
    assertThat(claimable()).isEqualTo(2);
  }

  @Test
  void whatRunsWhenAGateClosesGoesOn() {
    tolled(API, 2);
    Claim first = claim("b");
    engine.gates().pause("api", Instant.MAX);
    apply(first, Outcomes.pass(first));
    assertThat(claimable()).isZero();
  }

  @Test
  void everyChunkPassesTheGateOfItsStage() {
    engine.gates().set(Toll.stageGate("line", "b"), GateLimits.concurrency(2));
    found(plan, 1, 1, 1);
    JobId theirs = submit(owned("umbrella", order(plan)));
    apply(claim("a"), Outcomes.find(1, 1, 1));
    List<Claim> two = claim("b", 9);
    assertThat(two).hasSize(2);
    assertThat(claimable()).isZero();
    apply(two.getFirst(), Outcomes.pass(two.getFirst()));
    assertThat(claimable()).isEqualTo(1);
    engine.gates().pause(Toll.stageGate("line", "b"), Instant.MAX);
    dismiss(theirs);
    assertThat(claimable()).isZero();
    engine.gates().resume(Toll.stageGate("line", "b"));
    assertThat(standing(Toll.stageGate("line", "b")).limits().concurrency()).isEqualTo(2);
  }

  @Test
  void aPausedStageLetsOtherStagesGoOn() {
    engine.gates().pause(Toll.stageGate("line", "b"), Instant.MAX);
    found(plan, 1);
    assertThat(claimable()).isZero();
    submit(plan);
    assertThat(claim("a", 9)).hasSize(1);
  }

  @Test
  void aClosedGatePassesOverToOtherChunks() {
    engine.gates().pause("closed", Instant.MAX);
    JobId urgent = submit(plan, Terms.PLAIN.priority(9));
    apply(
        claim("a"),
        Outcomes.done(
            Tally.ofOk(3),
            Stream.concat(
                    Outcomes.spawns(Toll.of("closed"), 1, 1).stream(),
                    Outcomes.spawns(API, 1).stream())
                .toList()));
    JobId plain = found(plan, 1);
    assertThat(claim("b", 9))
        .extracting(c -> c.chunk().job())
        .containsExactlyInAnyOrder(urgent, plain);
    engine.gates().resume("closed");
    assertThat(claim("b", 9)).extracting(c -> c.chunk().job()).containsExactly(urgent, urgent);
  }

  @Test
  void aRetryThatPausesAGateClosesItForEverybody() {
    JobId id = tolled(API, 3);
    JobId free = tolled(Toll.of("other"), 1);
    Claim told = claimOf(id);
    apply(told, new Step.Retry(Outcomes.TROUBLE, Duration.ofSeconds(30), "api"));
    assertThat(claim("b", 9)).extracting(c -> c.chunk().job()).containsExactly(free);
    clock.advance(Duration.ofSeconds(30));
    engine.tick();
    assertThat(claimable()).isEqualTo(3);
  }

  /** A chunk of the job; others that were claimed on the way go back. */
  private Claim claimOf(JobId job) {
    List<Claim> claims = claim("b", 100);
    Claim found =
        claims.stream().filter(c -> c.chunk().job().equals(job)).findFirst().orElseThrow();
    claims.stream().filter(c -> !c.equals(found)).forEach(c -> apply(c, Outcomes.release()));
    return found;
  }

  @Test
  void aChunkThatGivesUpPausesTheGateAllTheSame() {
    tolled(API, 2);
    Step.Retry told = new Step.Retry(Outcomes.TROUBLE, Duration.ofSeconds(30), "api");
    for (int attempt = 1; attempt <= 3; attempt++) {
      engine.gates().resume("api");
      engine.tick();
      apply(claim("b"), attempt == 3 ? told : new Step.Retry(Outcomes.TROUBLE, null));
    }
    assertThat(claimable()).isZero();
    clock.advance(Duration.ofSeconds(30));
    assertThat(claimable()).isEqualTo(1);
  }

  @Test
  void aRefusedCommitPausesNothing() {
    tolled(API, 1);
    Claim late = claim("b");
    lapse();
    assertThat(engine.commit(late, new Step.Retry(Outcomes.TROUBLE, Duration.ofSeconds(30), "api")))
        .isEqualTo(Verdict.FENCED);
    assertThat(claimable()).isEqualTo(1);
  }

  @Test
  void permitsAreTakenInsideAChunk() {
    Gates gates = engine.gates();
    assertThat(gates.take("unknown", 1_000)).isZero();
    gates.set("api", new GateLimits(10, SECOND, 3, 0));
    assertThat(gates.take("api", 2)).isZero();
    assertThat(gates.take("api", 2)).isEqualTo(TENTH);
    assertThat(gates.take("api", 1)).isZero();
    assertThat(gates.take("api", 1)).isEqualTo(TENTH);
    clock.advance(TENTH);
    assertThat(gates.take("api", 1)).isZero();
    clock.advance(SECOND);
    assertThat(gates.take("api", 99)).isZero();
    assertThat(gates.take("api", 99)).isEqualTo(TENTH.multipliedBy(3));
  }

  @Test
  void noPermitIsTakenFromAPausedGate() {
    engine.gates().pause("api", clock.instant().plusSeconds(7));
    assertThat(engine.gates().take("api", 1)).isEqualTo(Duration.ofSeconds(7));
    engine.gates().pause("api", Instant.MAX);
    assertThat(engine.gates().take("api", 1)).isGreaterThan(Duration.ofDays(300));
    engine.gates().resume("api");
    assertThat(engine.gates().take("api", 1)).isZero();
  }

  @Test
  void chunksAndCallsInsideThemShareOneRate() {
    engine.gates().set("api", new GateLimits(10, SECOND, 3, 0));
    tolled(API, 9);
    assertThat(engine.gates().take("api", 2)).isZero();
    assertThat(claimable()).isEqualTo(1);
    assertThat(engine.gates().take("api", 1)).isEqualTo(TENTH);
  }

  @Test
  void aGateIsSharedByTenantsAndPipelines() {
    engine.gates().set("api", GateLimits.concurrency(1));
    tolled(API, 1);
    Plan side = Plans.linear("side", Plans.AT_ONCE, START);
    submit(owned("umbrella", order(side, Terms.PLAIN.toll(Optional.of(API)))));
    Claim first = claim("b");
    assertThat(claim("side", "a", 9)).isEmpty();
    var rung = new AtomicInteger();
    bells.onReady("side", "a", rung::incrementAndGet);
    apply(first, Outcomes.pass(first));
    assertThat(rung).hasPositiveValue();
    assertThat(claim("side", "a", 9)).hasSize(1);
  }

  @Test
  void aReplayedChunkPaysAgain() {
    JobId id = tolled(API, 2);
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    engine.gates().pause("api", Instant.MAX);
    engine.control(id, new Control.Replay(Set.of()));
    assertThat(claimable()).isZero();
    engine.gates().resume("api");
    assertThat(claimable()).isEqualTo(1);
  }

  @Test
  void limitsPausesAndQuotasAreKeptOverACrash() {
    engine.gates().set("api", new GateLimits(10, SECOND, 3, 0));
    engine.gates().set("pool", GateLimits.concurrency(1));
    engine.gates().pause("closed", Instant.MAX);
    engine.gates().pause("later", clock.instant().plusSeconds(90));
    tolled(API, 9);
    assertThat(claimable()).isEqualTo(3);
    List<Gates.Standing> before = engine.gates().list();
    crash();
    assertThat(claimable()).isZero();
    assertThat(engine.gates().list())
        .filteredOn(each -> !each.gate().startsWith("stage/") && !each.gate().equals("api"))
        .isEqualTo(
            before.stream()
                .filter(each -> !each.gate().startsWith("stage/") && !each.gate().equals("api"))
                .toList());
    assertThat(standing("api").limits()).isEqualTo(new GateLimits(10, SECOND, 3, 0));
    assertThat(engine.gates().take("api", 1)).isEqualTo(TENTH);
    clock.advance(TENTH);
    assertThat(claimable()).isEqualTo(1);
  }

  @Test
  void whatADeadProcessHadInAGateLeavesItWithItsLease() {
    engine.gates().set("api", GateLimits.concurrency(2));
    tolled(API, 9);
    assertThat(claimable()).isEqualTo(2);
    crashAndLapse();
    assertThat(standing("api").inUse()).isZero();
    assertThat(claimable()).isEqualTo(2);
  }

  @Test
  void gatesAreListedByNameAndForgottenWhenNothingIsSet() {
    engine.gates().set("b", GateLimits.rate(1, SECOND));
    engine.gates().set("a", GateLimits.concurrency(5));
    engine.gates().pause("c", Instant.MAX);
    assertThat(engine.gates().list())
        .containsExactly(
            new Gates.Standing("a", GateLimits.concurrency(5), 0, Instant.EPOCH),
            new Gates.Standing("b", GateLimits.rate(1, SECOND), 0, Instant.EPOCH),
            new Gates.Standing("c", GateLimits.OPEN, 0, Instant.MAX));
    engine.gates().set("a", GateLimits.OPEN);
    engine.gates().set("b", GateLimits.OPEN);
    engine.gates().resume("c");
    engine.gates().resume("never-heard-of");
    assertThat(engine.gates().list()).isEmpty();
  }

  @Test
  void aGateInUseIsListedWithItsWeight() {
    tolled(new Toll("api", 4), 2);
    claim("b");
    assertThat(standing("api"))
        .isEqualTo(new Gates.Standing("api", GateLimits.OPEN, 4, Instant.EPOCH));
    passAll("b");
    assertThat(standing("api").inUse()).isEqualTo(4);
    lapse();
    passAll("b");
    assertThat(engine.gates().list()).isEmpty();
  }

  @Test
  void aGateMadeWiderIsWiderAtOnce() {
    engine.gates().set("api", GateLimits.rate(1, Duration.ofHours(1)));
    tolled(API, 9);
    assertThat(claimable()).isEqualTo(1);
    assertThat(claimable()).isZero();
    var rung = new AtomicInteger();
    bells.onReady("line", "b", rung::incrementAndGet);
    engine.gates().set("api", GateLimits.rate(10, SECOND));
    assertThat(rung).hasPositiveValue();
    clock.advance(TENTH);
    assertThat(claimable()).isEqualTo(1);
  }

  @Test
  void aGateMadeNarrowerLetsGoOnWhatRuns() {
    tolled(API, 5);
    List<Claim> three = claim("b", 3);
    engine.gates().set("api", GateLimits.concurrency(2));
    apply(three.get(0), Outcomes.pass(three.get(0)));
    assertThat(claimable()).isZero();
    apply(three.get(1), Outcomes.pass(three.get(1)));
    assertThat(claimable()).isEqualTo(1);
  }

  @Test
  void spawnsOfOneStepMayPayDifferentTolls() {
    engine.gates().set("red", GateLimits.concurrency(1));
    engine.gates().set("nir", GateLimits.concurrency(2));
    submit(plan);
    List<Spawn> spawns =
        Stream.of(
                Outcomes.spawns(Toll.of("red"), 1, 1, 1),
                Outcomes.spawns(Toll.of("nir"), 1, 1, 1),
                Outcomes.spawns("", 1, 1))
            .flatMap(List::stream)
            .toList();
    apply(claim("a"), Outcomes.done(Tally.ofOk(8), spawns));
    assertThat(claimable()).isEqualTo(1 + 2 + 2);
  }
}
