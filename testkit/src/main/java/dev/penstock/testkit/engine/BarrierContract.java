package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.ALL;
import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Plan;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.testkit.TestForm;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When barriers fire, and what they hand on. */
abstract class BarrierContract extends EngineCase {
  private final Plan plan = Plans.linear(START, EACH, ALL);

  BarrierContract(EngineSource source) {
    super(source);
  }

  @Test
  void aBarrierFiresWhenTheLastChunkBeforeItHasEnded() {
    JobId id = found(plan, 3, 4);
    Claim first = claim("b");
    Claim second = claim("b");
    apply(second, Outcomes.reject(second, 1));
    assertThat(claim("c", 9)).isEmpty();
    apply(first, Outcomes.done(new Tally(2, 1, 0, 0, 2)));
    Claim all = claim("c");
    assertThat(all.load()).isEqualTo(new Tally(5, 1, 0, 0, 2));
    assertThat(all.work().in()).isEqualTo(Payload.NONE);
    apply(all, Outcomes.pass(all));
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).items()).isEqualTo(new Tally(5, 1, 1, 0, 2));
    assertThat(kinds(id))
        .containsExactly(
            Kind.ACCEPTED,
            Kind.STARTED,
            Kind.STAGE_COMPLETED,
            Kind.STAGE_COMPLETED,
            Kind.STAGE_COMPLETED,
            Kind.SUCCEEDED);
  }

  @Test
  void aBarrierWaitsForChunksThatMayStillCome() {
    submit(plan);
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("x", Tally.ofOk(1), Outcomes.spawns("", 1)));
    passAll("b");
    assertThat(claim("c", 9)).isEmpty();
    apply(start, Outcomes.find(1));
    assertThat(claim("c", 9)).isEmpty();
    passAll("b");
    assertThat(claim("c").load()).isEqualTo(Tally.ofOk(2));
  }

  @Test
  void aBarrierFiresAtTheEndOfTheDiscoveryWhenAllChunksWentBefore() {
    submit(plan);
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("x", Tally.ofOk(2), Outcomes.spawns("", 2)));
    passAll("b");
    apply(start, Outcomes.done(Tally.ZERO));
    assertThat(claim("c").load()).isEqualTo(Tally.ofOk(2));
  }

  @Test
  void deadChunksCloseABarrierToo() {
    JobId id = found(plan, 3, 4);
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    assertThat(claim("c").load()).isEqualTo(Tally.ofOk(4));
    assertThat(job(id).items()).isEqualTo(new Tally(0, 0, 0, 3, 0));
  }

  @Test
  void aChunkThatDiesLastFiresTheBarrierToo() {
    found(plan, 3, 4);
    Claim first = claim("b");
    passAll("b");
    apply(first, Outcomes.dead());
    assertThat(claim("c").load()).isEqualTo(Tally.ofOk(4));
  }

  @Test
  void itemsOfCheckpointsPassTheBarrierToo() {
    found(plan, 5);
    Claim claim = claim("b");
    apply(claim, Outcomes.checkpoint("x", Tally.of(1, 1, 0), List.of()));
    apply(claim, Outcomes.dead());
    assertThat(claim("c").load()).isEqualTo(Tally.of(1, 1, 0));
  }

  @Test
  void aBarrierThatNothingPassedFailsTheJob() {
    JobId id = found(plan, 3, 4);
    Claim first = claim("b");
    apply(first, Outcomes.reject(first, 3));
    apply(claim("b"), Outcomes.dead());
    assertThat(claim("c", 9)).isEmpty();
    Job job = job(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(failure(id)).isEqualTo("job.nothing_succeeded");
    assertThat(job.items()).isEqualTo(new Tally(0, 0, 3, 4, 0));
  }

  @Test
  void aJobWithoutItemsPassesItsBarriers() {
    JobId id = found(Plans.linear(START, EACH, ALL, EACH, ALL, ALL));
    for (String stage : List.of("c", "e", "f")) {
      Claim all = claim(stage);
      assertThat(all.load()).isEqualTo(Tally.ZERO);
      apply(all, Outcomes.pass(all));
    }
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(id).in()).isZero();
  }

  @Test
  void aBarrierMayFollowTheDiscoveryAtOnce() {
    submit(Plans.linear(START, ALL, EACH, ALL));
    Claim start = claim("a");
    apply(start, Outcomes.checkpoint("x", Tally.ofOk(2), List.of()));
    assertThat(claim("b", 9)).isEmpty();
    apply(start, Outcomes.count(3));
    Claim all = claim("b");
    assertThat(all.load()).isEqualTo(Tally.ofOk(5));
    apply(all, Outcomes.done(Tally.ofOk(5), Outcomes.spawns("", 2, 3)));
    passAll("c");
    assertThat(claim("d").load()).isEqualTo(Tally.ofOk(5));
  }

  @Test
  void aFiredBarrierSurvivesACrash() {
    found(plan, 3);
    passAll("b");
    crash();
    assertThat(claim("c", 9)).extracting(Claim::load).containsExactly(Tally.ofOk(3));
  }

  @Test
  void aBarrierRingsForTheStageBehindIt() {
    var rung = new AtomicInteger();
    bells.onReady("line", "c", rung::incrementAndGet);
    found(plan, 1, 1);
    Claim first = claim("b");
    passAll("b");
    assertThat(rung).hasValue(0);
    apply(first, Outcomes.pass(first));
    assertThat(rung).hasValue(1);
  }

  @Test
  void aBarrierFiresOnceHoweverChunksEndAndInWhateverOrder() {
    int seeds = TestForm.choose(6, 60);
    for (int seed = 0; seed < seeds; seed++) {
      mixedEndings(seed, 200 + 17 * (seed % 5));
    }
  }

  @Test
  void aBarrierOverManyChunksWithFailuresFiresOnce() {
    mixedEndings(4711, TestForm.choose(5_000, 45_000));
  }

  private void mixedEndings(int seed, int chunks) {
    var random = new SplittableRandom(seed);
    JobId id = submit(plan);
    Claim start = claim("a");
    for (int left = chunks; left > 0; left -= Math.min(left, 1_000)) {
      int some = Math.min(left, 1_000);
      apply(start, Outcomes.checkpoint("x", Tally.ofOk(some), Outcomes.findOnes(some).spawns()));
    }
    apply(start, Outcomes.done(Tally.ZERO));
    Drain drain = new Drain(engine, clock, random);
    drain.run(plan, claim -> Drain.anyEnding(claim, random));

    Job job = job(id);
    assertThat(job.in()).isEqualTo(chunks);
    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(drain.claimsOf("c")).as("chunks behind the barrier, seed %d", seed).isEqualTo(1);
    assertThat(stage(id, "c").chunks().total()).isEqualTo(1);
    assertThat(stage(id, "b").items().passed()).isEqualTo(stage(id, "c").items().in());
    assertThat(stage(id, "b").chunks().dead()).isEqualTo(job.items().dead());
  }
}
