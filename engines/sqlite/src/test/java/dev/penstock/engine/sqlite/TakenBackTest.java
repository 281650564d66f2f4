package dev.penstock.engine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.Beat;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Gates.Standing;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.pipeline.Toll;
import dev.penstock.testkit.TestClock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches that fail, in the test's own thread: memory and database tell the same afterwards. */
class TakenBackTest {
  private static final Duration LEASE = Duration.ofMinutes(10);

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final Bells bells = new Bells();
  private Store store;
  private Tables tables;
  private GroupCommit commits;
  private Verbs verbs;

  @BeforeEach
  void open() throws SQLException {
    store = Store.open(folder);
    tables = new Tables(store.writer(), EngineLimits.DEFAULT);
    commits = new GroupCommit(tables, bells, store.checkpoints());
    verbs = new Verbs(tables, clock, new SplittableRandom(1), EngineLimits.DEFAULT);
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  @Test
  void anErrorInAVerbLeavesNoLeaseAndRingsNoBell() {
    submit();
    var rung = new AtomicInteger();
    bells.onChange(job -> rung.incrementAndGet());
    Ticket<?> broken =
        ticket(
            t -> {
              verbs.claim(want());
              throw new OutOfMemoryError("in a test");
            });
    apply(broken);
    assertThatThrownBy(broken::await).hasRootCauseMessage("in a test");
    assertThat(rung).hasValue(0);
    assertThat(tables.leases.all()).isEmpty();

    Claim claim = claim();
    assertThat(claim.lease().crashes()).isZero();
    assertThat(rung).hasValue(1);
    assertThat(commit(claim, Orders.foundAll())).isEqualTo(Verdict.APPLIED);
  }

  @Test
  void whatWasCommittedBesidesABrokenVerbStays() {
    submit();
    submit();
    Ticket<List<Claim>> first = ticket(t -> verbs.claim(want()));
    Ticket<?> broken =
        ticket(
            t -> {
              verbs.claim(want());
              throw new IllegalStateException("a bug");
            });
    Ticket<List<Claim>> last = ticket(t -> verbs.claim(want()));
    apply(first, broken, last);
    assertThatThrownBy(broken::await).hasMessage("a bug");
    for (Claim claim : List.of(first.await().getFirst(), last.await().getFirst())) {
      assertThat(commit(claim, Orders.found(2))).isEqualTo(Verdict.APPLIED);
    }
    assertThat(tick()).isEqualTo(new Ticked(0, 0));
    assertThat(tables.leases.all()).hasSize(2);
  }

  @Test
  void onlyARefusalByTheArithmeticMayFollowAVerbsChecks() {
    Ticket<?> half =
        ticket(
            t -> {
              verbs.submit(Orders.order());
              throw new IllegalArgumentException("after the first change");
            });
    apply(half, ticket(t -> true));
    assertThatThrownBy(half::await).hasMessage("after the first change");
    assertThat(tables.work.jobs()).isZero();
    long stored = run(t -> t.sql.number("SELECT count(*) FROM job"));
    assertThat(stored).isZero();
  }

  @Test
  void aCommitOfUnknownFateIsCountedAnewAndWhatNobodyHoldsLapses() {
    submit();
    Ticket<?> cut =
        ticket(
            t -> {
              verbs.submit(Orders.order());
              verbs.claim(want());
              t.save();
              t.sql.execute("COMMIT");
              throw new OutOfMemoryError("after the commit");
            });
    apply(cut);
    assertThatThrownBy(cut::await).hasRootCauseMessage("after the commit");
    long open = run(t -> t.work.jobs());
    assertThat(open).isEqualTo(2);
    assertThat(tables.shelves.gauges(clock.instant()).getFirst().running()).isEqualTo(1);
    assertThat(tables.shelves.gauges(clock.instant()).getFirst().ready()).isEqualTo(1);

    assertThat(tick()).isEqualTo(new Ticked(1, 0));
    assertThat(tick()).isEqualTo(new Ticked(0, 0));
    assertThat(List.of(claim().lease().crashes(), claim().lease().crashes()))
        .containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void aCheckpointOfUnknownFateIsNotAppliedAgain() {
    submit();
    Claim claim = claim();
    Ticket<?> cut =
        ticket(
            t -> {
              verbs.commit(claim, Orders.found(2));
              t.save();
              t.sql.execute("COMMIT");
              throw new OutOfMemoryError("after the commit");
            });
    apply(cut);
    assertThat(commit(claim, Orders.found(2))).isEqualTo(Verdict.APPLIED);
    long chunks = run(t -> t.sql.number("SELECT count(*) FROM chunk"));
    assertThat(chunks).isEqualTo(3);
    assertThat(commit(claim, Orders.found(2, 1))).isEqualTo(Verdict.APPLIED);
    assertThat(commit(claim, Orders.foundAll())).isEqualTo(Verdict.APPLIED);
  }

  @Test
  void anEndOfUnknownFateIsNotAppliedAgain() {
    submit();
    Claim claim = claim();
    Ticket<?> cut =
        ticket(
            t -> {
              verbs.commit(claim, Orders.foundAll());
              t.save();
              t.sql.execute("COMMIT");
              throw new OutOfMemoryError("after the commit");
            });
    apply(cut);
    assertThat(commit(claim, Orders.foundAll())).isEqualTo(Verdict.FENCED);
    assertThat(tables.leases.all()).isEmpty();
  }

  @Test
  void aLeaseOfAChunkThatDoesNotRunEnds() {
    submit();
    Claim claim = claim();
    run(t -> t.sql.update("UPDATE chunk SET status = 2"));
    apply(ticket(TakenBackTest::broken));
    assertThat(tick()).isEqualTo(new Ticked(0, 0));
    assertThat(commit(claim, Orders.foundAll())).isEqualTo(Verdict.FENCED);
  }

  @Test
  void turnsOpenWorkAndGatesAreAsTheyWereBeforeABatchThatFailed() {
    Toll disk = new Toll("disk", 2);
    run(
        t -> {
          t.gates.set("disk", GateLimits.concurrency(4), clock.instant());
          t.gates.set("prices", GateLimits.rate(1, Duration.ofMinutes(1)), clock.instant());
          return true;
        });
    for (String tenant : List.of("acme", "acme", "umbrella")) {
      small(tenant, Terms.PLAIN.toll(Optional.of(disk)));
    }
    Claim running = claimSmall(1).getFirst();
    List<Standing> gates = run(t -> t.gates.list());
    Ticket<?> broken =
        ticket(
            t -> {
              verbs.commit(running, Orders.well());
              verbs.submit(Orders.small("late", Terms.PLAIN.lane("l")));
              verbs.submit(Orders.small("late", Terms.PLAIN.lane("l")));
              assertThat(verbs.claim(Orders.wantSmall(9))).hasSize(3);
              assertThat(t.gates.take("prices", 1, clock.instant())).isZero();
              t.gates.pause("disk", Instant.MAX);
              t.gates.set("new", GateLimits.concurrency(1), clock.instant());
              t.gates.set("disk", GateLimits.OPEN, clock.instant());
              throw new IllegalStateException("a bug");
            });
    apply(broken);
    assertThatThrownBy(broken::await).hasMessage("a bug");
    List<Standing> after = run(t -> t.gates.list());
    assertThat(after).isEqualTo(gates);
    Duration wait = run(t -> t.gates.take("prices", 1, clock.instant()));
    assertThat(wait).isZero();
    assertThat(tables.work.jobs()).isEqualTo(3);
    long rows = run(t -> t.sql.number("SELECT count(*) FROM line"));
    assertThat(rows).isZero();
    assertThat(claimSmall(9)).as("the gate has room for one more").hasSize(1);
    assertThat(commit(running, Orders.well())).isEqualTo(Verdict.APPLIED);
    assertThat(claimSmall(9)).hasSize(1);
    assertThat(claimSmall(9)).isEmpty();
  }

  @Test
  void whoWaitedForWhatABrokenBatchHeldIsRungWithTheNextOne() {
    run(
        t -> {
          t.gates.set("disk", GateLimits.concurrency(1), clock.instant());
          return true;
        });
    small("acme", Terms.PLAIN.toll(Optional.of(Toll.of("disk"))));
    small("acme", Terms.PLAIN.toll(Optional.of(Toll.of("disk"))));
    var rung = new AtomicInteger();
    bells.onReady("small", "only", rung::incrementAndGet);
    apply(
        ticket(
            t -> {
              assertThat(verbs.claim(Orders.wantSmall(9))).hasSize(1);
              throw new IllegalStateException("a bug");
            }));
    assertThat(rung).hasValue(0);
    run(t -> true);
    assertThat(rung).hasValue(1);
  }

  @Test
  void whatMemoryCountsWrongIsCountedAnew() {
    small("acme", Terms.PLAIN);
    small("acme", Terms.PLAIN);
    run(t -> t.sql.update("DELETE FROM chunk WHERE job = (SELECT min(key) FROM job)"));
    Ticket<?> wrong = ticket(t -> verbs.claim(Orders.wantSmall(9)));
    apply(wrong);
    assertThatThrownBy(wrong::await).isInstanceOf(MiscountException.class);
    assertThat(claimSmall(9)).hasSize(1);
    assertThat(claimSmall(9)).isEmpty();
  }

  @Test
  void aListenerThatFailsHardStopsNobody() {
    bells.onChange(
        job -> {
          throw new AssertionError("in a listener");
        });
    submit();
    submit();
    apply(ticket(TakenBackTest::broken));
    assertThat(tables.work.jobs()).isEqualTo(2);
  }

  @Test
  void oneClaimThatCannotBeLookedUpDoesNotStopTheBeatsOfOthers() {
    submit();
    submit();
    Claim gone = claim();
    Claim held = claim();
    commit(gone, Orders.foundAll());
    var unreadable =
        new Readers(
            () -> {
              throw new SQLException("no more files");
            });
    var beats = new Beats(tables.leases, unreadable, clock);
    clock.advance(LEASE);
    assertThat(beats.beat(List.of(new Pulse(gone, 1, LEASE), new Pulse(held, 1, LEASE))))
        .containsExactly(Beat.CONTINUE, Beat.CONTINUE);
    clock.advance(LEASE);
    assertThat(tick()).isEqualTo(new Ticked(0, 0));
    assertThat(new Beats(tables.leases, store.readers(), clock).beat(pulse(gone)))
        .containsExactly(Beat.LOST);
  }

  private static List<Pulse> pulse(Claim claim) {
    return List.of(new Pulse(claim, 1, LEASE));
  }

  private static boolean broken(Tables tables) {
    throw new IllegalStateException("a bug");
  }

  private void submit() {
    run(t -> verbs.submit(Orders.order()));
  }

  private void small(String tenant, Terms terms) {
    run(t -> verbs.submit(Orders.small(tenant, terms)));
  }

  private List<Claim> claimSmall(int max) {
    return run(t -> verbs.claim(Orders.wantSmall(max)));
  }

  private Claim claim() {
    return run(t -> verbs.claim(want())).getFirst();
  }

  private Verdict commit(Claim claim, Step step) {
    return run(t -> verbs.commit(claim, step));
  }

  private Ticked tick() {
    return run(t -> verbs.tick());
  }

  private static Want want() {
    return new Want("orders", "split", "w1", 1, LEASE);
  }

  private static <T> Ticket<T> ticket(Verb<T> verb) {
    return new Ticket<>(verb, true);
  }

  private <T> T run(Verb<T> verb) {
    Ticket<T> ticket = ticket(verb);
    apply(ticket);
    return ticket.await();
  }

  private void apply(Ticket<?>... tickets) {
    commits.apply(Arrays.asList(tickets));
  }
}
