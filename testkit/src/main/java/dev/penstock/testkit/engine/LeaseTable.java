package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.testkit.TestClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The leases of three chunks of a job of its own, as threads see them that claim, commit, and take
 * back what has lapsed. What a thread holds only it commits, so that each call is one verb.
 */
final class LeaseTable {
  /** So short that one gap ends it, however little of the gap counts. */
  private static final Duration LEASE = Duration.ofNanos(500_000);

  private static final AtomicInteger TABLES = new AtomicInteger();

  /** What a thread may do. */
  enum Act {
    CLAIM,
    PASS,
    /** The first that it ever held: often lapsed, or ended long ago. */
    PASS_THE_OLDEST,
    RELEASE,
    /** The next one of the newest claim. */
    CHECKPOINT,
    /** The last one, as if its answer were lost. */
    CHECKPOINT_AGAIN,
    BEAT,
    /** The clock goes on for longer than a lease. */
    WAIT,
    TICK
  }

  private final Engine engine;
  private final TestClock clock;
  private final String pipeline = "table-" + TABLES.incrementAndGet();
  private final List<Deque<Claim>> held = new ArrayList<>();

  /** How many were applied under each fence. */
  private final Map<Long, Integer> checkpoints = new ConcurrentHashMap<>();

  private final AtomicLong newestFence = new AtomicLong();

  LeaseTable(Engine engine, TestClock clock, int threads) {
    this.engine = engine;
    this.clock = clock;
    for (int thread = 0; thread < threads; thread++) {
      held.add(new ArrayDeque<>());
    }
    Plan plan = Plans.linear(pipeline, Plans.AT_ONCE, START, EACH);
    engine.submit(
        new Submission(
            JobId.next(InstantSource.system()),
            "acme",
            plan,
            "",
            new InputValues(Map.of()),
            Payload.NONE,
            Optional.empty()));
    engine.commit(one("a").orElseThrow(), Outcomes.find(1, 1, 1));
  }

  private Optional<Claim> one(String stage) {
    return engine.claim(new Want(pipeline, stage, "w", 1, LEASE)).stream().findFirst();
  }

  /** What the engine answers, in words. */
  String act(int thread, Act act) {
    Deque<Claim> mine = held.get(thread);
    return switch (act) {
      case CLAIM -> claim(mine);
      case WAIT -> {
        clock.advance(Duration.ofSeconds(1));
        yield "waited";
      }
      case TICK -> {
        // What it did depends on how far others have come: it is seen in what they are answered.
        engine.tick();
        yield "ticked";
      }
      case PASS, PASS_THE_OLDEST, RELEASE, CHECKPOINT, CHECKPOINT_AGAIN, BEAT ->
          mine.isEmpty() ? "nothing held" : act(mine, act);
    };
  }

  private String act(Deque<Claim> mine, Act act) {
    Claim claim = act == Act.PASS_THE_OLDEST ? mine.getLast() : mine.getFirst();
    return switch (act) {
      case PASS, PASS_THE_OLDEST -> commit(claim, Outcomes.pass(claim));
      case RELEASE -> commit(claim, Outcomes.release());
      case CHECKPOINT -> checkpoint(claim, 1);
      case CHECKPOINT_AGAIN -> checkpoint(claim, 0);
      case BEAT -> engine.beat(List.of(new Pulse(claim, 0, LEASE))).getFirst().name();
      case CLAIM, WAIT, TICK -> throw new IllegalArgumentException("needs no claim: " + act);
    };
  }

  /** Which chunk was granted, at which attempt, after how many crashes. */
  private String claim(Deque<Claim> mine) {
    long before = newestFence.get();
    Optional<Claim> claim = one("b");
    if (claim.isEmpty()) {
      return "nothing";
    }
    Claim.Lease lease = claim.get().lease();
    mine.push(claim.get());
    newestFence.accumulateAndGet(lease.fence(), Math::max);
    return "%d, attempt %d, crashes %d, checkpoints %d%s"
        .formatted(
            claim.get().chunk().number(),
            lease.attempt(),
            lease.crashes(),
            claim.get().work().checkpoints(),
            lease.fence() > before ? "" : ", with an old fence");
  }

  /** The last checkpoint, or so many after it, as far as its holder knows. */
  private String checkpoint(Claim claim, int more) {
    long fence = claim.lease().fence();
    int last = claim.work().checkpoints() + checkpoints.getOrDefault(fence, 0);
    if (last + more == 0) {
      return "no checkpoint yet";
    }
    var step = Outcomes.checkpoint("x", Tally.ZERO, List.of());
    Verdict verdict = engine.commit(claim, Outcomes.numbered(last + more, step));
    if (verdict == Verdict.APPLIED) {
      checkpoints.merge(fence, more, Integer::sum);
    }
    return verdict.name();
  }

  private String commit(Claim claim, Step step) {
    return engine.commit(claim, step).name();
  }
}
