package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Want;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress.Chunks;
import dev.penstock.job.Tally;
import dev.penstock.testkit.TestForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who gets which chunk, and in what order. */
abstract class ClaimContract extends EngineCase {
  private final Plan plan = Plans.linear(START, EACH);

  ClaimContract(EngineSource source) {
    super(source);
  }

  @Test
  void aClaimCarriesAllThatItsHolderNeeds() {
    JobId job = submit(plan);
    Claim claim = claim("a");
    assertThat(claim.chunk()).isEqualTo(new Claim.ChunkKey(job, 1));
    assertThat(claim.scope()).isEqualTo(new Claim.Scope("line", "a", "", 0));
    assertThat(claim.load()).isEqualTo(Tally.ZERO);
    assertThat(claim.lease())
        .isEqualTo(new Claim.Lease("w1", claim.lease().fence(), 1, 0, clock.instant().plus(LEASE)));
    assertThat(claim.work().in()).isEqualTo(Outcomes.text("payload"));
    assertThat(claim.work().cursor()).isEmpty();
    assertThat(claim.work().tenant()).isEqualTo("acme");
    assertThat(claim.work().inputs().text("mode")).isEqualTo("replace");
  }

  @Test
  void theFirstClaimStartsTheJob() {
    JobId job = submit(plan);
    clock.advance(Duration.ofSeconds(5));
    claim("a");
    assertThat(job(job).state()).isEqualTo(JobState.RUNNING);
    assertThat(job(job).times().started()).isEqualTo(clock.instant());
    assertThat(stage(job, "a").chunks()).isEqualTo(new Chunks(0, 0, 1, 0, 0, 0));
    assertThat(kinds(job)).containsExactly(Kind.ACCEPTED, Kind.STARTED);
  }

  @Test
  void jobsTakeTurnsAndTheirChunksComeInTheirOrder() {
    JobId first = found(plan, 1, 1, 1);
    clock.advance(Duration.ofSeconds(1));
    JobId second = found(plan, 1, 1);
    Claim held = claim("b");
    apply(held, Outcomes.release());

    List<Claim> claims = claim("b", 10);
    assertThat(claims)
        .extracting(c -> c.chunk().job())
        .containsExactlyInAnyOrder(first, first, first, second, second);
    assertThat(claims.subList(0, 2)).extracting(c -> c.chunk().job()).contains(first, second);
    assertThat(claims.subList(2, 4)).extracting(c -> c.chunk().job()).contains(first, second);
    assertThat(claims.stream().filter(c -> c.chunk().job().equals(first)))
        .extracting(c -> c.chunk().number())
        .containsExactly(2L, 3L, 4L);
    assertThat(claims.stream().filter(c -> c.chunk().job().equals(second)))
        .extracting(c -> c.work().in())
        .containsExactly(Outcomes.text("chunk-0"), Outcomes.text("chunk-1"));
  }

  @Test
  void atMostSoManyAreGrantedAndOnlyOfTheStageAsked() {
    found(plan, 1, 1, 1);
    assertThat(claim("a", 5)).isEmpty();
    assertThat(claim("other", "b", 5)).isEmpty();
    assertThat(claim("nosuch", 5)).isEmpty();
    assertThat(claim("b", 2)).hasSize(2);
    assertThat(claim("b", 2)).hasSize(1);
    assertThat(claim("b", 2)).isEmpty();
  }

  @Test
  void racingClaimersGetEachChunkOnce() throws Exception {
    int chunks = TestForm.choose(600, 10_000);
    JobId job = submit(plan);
    Claim start = claim("a");
    for (int left = chunks; left > 0; left -= Math.min(left, 500)) {
      int now = Math.min(left, 500);
      apply(start, Outcomes.checkpoint("x", Tally.ofOk(now), Outcomes.findOnes(now).spawns()));
    }
    apply(start, Outcomes.done(Tally.ZERO));

    var got = new ArrayList<Claim>();
    Callable<List<Claim>> racer = this::claimToTheEnd;
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (Future<List<Claim>> some : threads.invokeAll(Collections.nCopies(8, racer))) {
        got.addAll(some.get());
      }
    }
    assertThat(got).hasSize(chunks);
    assertThat(got.stream().map(c -> c.chunk().number()).distinct()).hasSize(chunks);
    assertThat(got.stream().map(c -> c.lease().fence()).distinct()).hasSize(chunks);
    assertThat(job(job).state()).isEqualTo(JobState.SUCCESSFUL);
  }

  private List<Claim> claimToTheEnd() {
    var mine = new ArrayList<Claim>();
    while (true) {
      List<Claim> some = engine.claim(new Want("line", "b", "racer", 3, LEASE));
      if (some.isEmpty()) {
        return mine;
      }
      mine.addAll(some);
      some.forEach(claim -> engine.commit(claim, Outcomes.pass(claim)));
    }
  }
}
