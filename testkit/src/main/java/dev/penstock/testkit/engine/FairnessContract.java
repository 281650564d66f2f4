package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Turns;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Toll;
import dev.penstock.testkit.TestForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose chunk is next. */
abstract class FairnessContract extends EngineCase {
  private final Plan plan = Plans.linear(START, EACH);

  FairnessContract(EngineSource source) {
    super(source);
  }

  /** A tenant's job with so many chunks of one item, each of so many bytes. */
  private JobId chunks(String tenant, Terms terms, int chunks, long bytes) {
    JobId id = submit(owned(tenant, order(plan, terms)));
    Claim start = claim("a");
    Payload in = Payload.stored(new BlobRef("blob/" + tenant, bytes, "crc32c:00000000"));
    for (int left = chunks; left > 0; left -= Math.min(left, 1_000)) {
      int some = Math.min(left, 1_000);
      List<Spawn> spawns = Collections.nCopies(some, Spawn.of(in, Tally.ofOk(1)));
      apply(start, Outcomes.checkpoint("x", Tally.ofOk(some), spawns));
    }
    apply(start, Outcomes.done(Tally.ZERO));
    return id;
  }

  private JobId chunks(String tenant, int chunks) {
    return chunks(tenant, Terms.PLAIN, chunks, 100);
  }

  /** The next chunks, claimed so many at a time. */
  private List<Claim> next(int chunks, int atATime) {
    var all = new ArrayList<Claim>();
    while (all.size() < chunks) {
      List<Claim> some = claim("b", Math.min(atATime, chunks - all.size()));
      assertThat(some).as("ready chunks after %d", all.size()).isNotEmpty();
      all.addAll(some);
    }
    return all;
  }

  private static long of(String tenant, List<Claim> claims) {
    return claims.stream().filter(c -> c.work().tenant().equals(tenant)).count();
  }

  private static long of(JobId job, List<Claim> claims) {
    return claims.stream().filter(c -> c.chunk().job().equals(job)).count();
  }

  @Test
  void aTenantWithManyChunksDoesNotHoldOneWithThree() {
    chunks("acme", TestForm.choose(2_000, 10_000));
    next(10, 1);
    chunks("umbrella", 3);
    assertThat(of("umbrella", next(7, 1))).isEqualTo(3);
  }

  @Test
  void aBatchIsSharedAmongTenantsToo() {
    chunks("acme", 300);
    chunks("umbrella", 300);
    chunks("initech", 300);
    List<Claim> batch = claim("b", 90);
    assertThat(of("acme", batch)).isBetween(29L, 31L);
    assertThat(of("umbrella", batch)).isBetween(29L, 31L);
    assertThat(of("initech", batch)).isBetween(29L, 31L);
  }

  @Test
  void tenantsTakeTurnsOneByOne() {
    chunks("acme", 20);
    chunks("umbrella", 20);
    List<Claim> claims = next(40, 1);
    for (int i = 0; i < 40; i += 2) {
      assertThat(of("acme", claims.subList(i, i + 2))).as("pair at %d", i).isEqualTo(1);
    }
  }

  @Test
  void aTenantThatIsAloneNeverWaits() {
    chunks("acme", Terms.PLAIN, 50, 64L << 20);
    assertThat(claim("b", 50)).hasSize(50);
  }

  @Test
  void whoseChunksAreLargeHasFewerTurns() {
    // Four MiB cost five units, a hundred bytes one.
    chunks("large", Terms.PLAIN, 100, 4L << 20);
    chunks("small", Terms.PLAIN, 400, 100);
    List<Claim> claims = next(120, 1);
    assertThat(of("large", claims)).isBetween(18L, 22L);
  }

  /** The job of a tenant that brings one chunk at a time. */
  private final class Trickle {
    private final String tenant;
    private final Payload in;
    private final Claim start;

    Trickle(String tenant, long bytes) {
      this.tenant = tenant;
      this.in = Payload.stored(new BlobRef("blob/" + tenant, bytes, "crc32c:00000000"));
      submit(owned(tenant, order(plan)));
      this.start = claim("a");
      bring();
    }

    void bring() {
      List<Spawn> one = List.of(Spawn.of(in, Tally.ofOk(1)));
      apply(start, Outcomes.checkpoint("x", Tally.ofOk(1), one));
    }

    /** Brings the next one when the last one was claimed. */
    void follow(Claim claimed) {
      if (claimed.work().tenant().equals(tenant)) {
        bring();
      }
    }
  }

  /** What the tenant was served at most ahead of and behind the others, in the cost of chunks. */
  private void evenly(int turns, long bound, Trickle... trickles) {
    long served = 0;
    for (int i = 0; i < turns; i++) {
      Claim claim = claim("b");
      long cost = Turns.cost(claim.work().in());
      served += claim.work().tenant().equals("acme") ? cost : -cost;
      assertThat(served).as("served to acme beyond others after %d", i).isBetween(-bound, bound);
      apply(claim, Outcomes.pass(claim));
      for (Trickle trickle : trickles) {
        trickle.follow(claim);
      }
    }
  }

  @Test
  void aTenantThatBringsOneChunkAtATimeHoldsNobody() {
    chunks("umbrella", 100);
    evenly(120, 2, new Trickle("acme", 100));
  }

  @Test
  void twoTenantsThatBringOneChunkAtATimeTakeTurns() {
    chunks("umbrella", 100);
    chunks("initech", 100);
    var trickle = new Trickle("acme", 100);
    var claims = new ArrayList<Claim>();
    for (int i = 0; i < 90; i++) {
      claims.add(claim("b"));
      trickle.follow(claims.getLast());
    }
    assertThat(of("acme", claims)).isBetween(29L, 31L);
    assertThat(of("umbrella", claims)).isBetween(29L, 31L);
  }

  @Test
  void whoBringsLargeChunksOneAtATimePaysForThem() {
    // Sixteen MiB cost seventeen units.
    chunks("umbrella", 400);
    evenly(300, 18, new Trickle("acme", 16L << 20));
  }

  @Test
  void whoBringsSmallChunksOneAtATimeBesideLargeOnesIsServedAsMuch() {
    chunks("umbrella", Terms.PLAIN, 100, 16L << 20);
    evenly(300, 18, new Trickle("acme", 100));
  }

  @Test
  void bothBringOneAtATimeAndEachPaysForWhatItBrings() {
    evenly(300, 10, new Trickle("acme", 8L << 20), new Trickle("umbrella", 2L << 20));
  }

  @Test
  void theFirstChunkOfAJobCostsWhatItWeighs() {
    // Ten jobs of sixteen MiB, and many small ones.
    for (int i = 0; i < 10; i++) {
      Submission order = owned("acme", order(plan));
      submit(of(order, Payload.stored(new BlobRef("b/" + i, 16L << 20, "crc32c:00000000"))));
    }
    for (int i = 0; i < 60; i++) {
      submit(owned("umbrella", order(plan)));
    }
    var claims = new ArrayList<Claim>();
    for (int i = 0; i < 54; i++) {
      claims.add(claim("a"));
    }
    assertThat(of("acme", claims)).isBetween(3L, 4L);
  }

  private static Submission of(Submission order, Payload payload) {
    return new Submission(
        order.id(),
        order.tenant(),
        order.plan(),
        order.name(),
        order.inputs(),
        payload,
        order.sameAs(),
        order.terms());
  }

  @Test
  void whoStayedAwayDoesNotCatchUp() {
    chunks("umbrella", 100);
    chunks("acme", 1);
    next(60, 1);
    chunks("acme", 50);
    List<Claim> claims = next(20, 1);
    assertThat(of("acme", claims)).isBetween(9L, 11L);
  }

  @Test
  void aTenantWithManyJobsHasNoMoreTurnsThanOneWithASingleJob() {
    for (int i = 0; i < 9; i++) {
      chunks("acme", 10);
    }
    chunks("umbrella", 90);
    assertThat(of("umbrella", next(60, 1))).isBetween(29L, 31L);
  }

  @Test
  void ofOneTenantThoseOfHighestPriorityGoFirst() {
    JobId low = chunks("acme", Terms.PLAIN, 5, 100);
    JobId high = chunks("acme", Terms.PLAIN.priority(9), 5, 100);
    JobId middle = chunks("acme", Terms.PLAIN.priority(5), 5, 100);
    List<Claim> claims = next(15, 1);
    assertThat(of(high, claims.subList(0, 5))).isEqualTo(5);
    assertThat(of(middle, claims.subList(5, 10))).isEqualTo(5);
    assertThat(of(low, claims.subList(10, 15))).isEqualTo(5);
  }

  @Test
  void aHighPriorityIsWorthNothingAgainstOtherTenants() {
    chunks("acme", Terms.PLAIN.priority(9), 40, 100);
    chunks("umbrella", Terms.PLAIN, 40, 100);
    assertThat(of("umbrella", next(40, 1))).isBetween(19L, 21L);
  }

  @Test
  void jobsOfOneTenantTakeTurns() {
    JobId first = chunks("acme", 100);
    JobId second = chunks("acme", 3);
    List<Claim> claims = next(8, 1);
    assertThat(of(second, claims)).isEqualTo(3);
    assertThat(of(first, claims)).isEqualTo(5);
  }

  @Test
  void chunksOfAJobGoInTheirOrder() {
    chunks("acme", 60);
    chunks("acme", 60);
    List<Claim> claims = next(120, 7);
    assertThat(claims.stream().map(c -> c.chunk().job()).distinct())
        .hasSize(2)
        .allSatisfy(
            job ->
                assertThat(claims)
                    .filteredOn(c -> c.chunk().job().equals(job))
                    .extracting(c -> c.chunk().number())
                    .isSorted());
  }

  @Test
  void aChunkThatComesBackKeepsItsPlaceInItsJob() {
    chunks("acme", 5);
    Claim first = claim("b");
    Claim second = claim("b");
    apply(second, Outcomes.release());
    apply(first, Outcomes.retry());
    assertThat(claim("b", 9)).extracting(c -> c.chunk().number()).isSorted().hasSize(5);
  }

  @Test
  void aClosedGateCostsNobodyElseATurn() {
    engine.gates().pause("api", Instant.MAX);
    submit(owned("acme", order(plan)));
    apply(claim("a"), Outcomes.done(Tally.ofOk(2), Outcomes.spawns(Toll.of("api"), 1, 1)));
    chunks("umbrella", 10);
    chunks("initech", 10);
    List<Claim> claims = next(20, 1);
    assertThat(of("umbrella", claims.subList(0, 10))).isBetween(4L, 6L);
    engine.gates().resume("api");
    assertThat(claim("b", 9)).hasSize(2);
  }

  @Test
  void gatesOfOneTenantTakeTurns() {
    submit(plan);
    apply(
        claim("a"),
        Outcomes.done(
            Tally.ofOk(12),
            Stream.concat(
                    Outcomes.spawns(Toll.of("one"), 1, 1, 1, 1, 1, 1, 1, 1, 1).stream(),
                    Outcomes.spawns(Toll.of("two"), 1, 1, 1).stream())
                .toList()));
    List<Claim> claims = next(7, 1);
    assertThat(claims.stream().filter(c -> c.chunk().number() > 10)).hasSize(3);
  }

  @Test
  void theTurnGoesOnAfterACrash() {
    chunks("acme", 40);
    chunks("umbrella", 40);
    next(3, 1);
    crashAndLapse();
    List<Claim> claims = next(40, 1);
    assertThat(of("umbrella", claims)).isBetween(18L, 22L);
  }
}
