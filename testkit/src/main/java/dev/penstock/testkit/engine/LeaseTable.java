package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static dev.penstock.testkit.engine.EngineCase.LEASE;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.InputValues;
import dev.penstock.testkit.TestClock;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/**
 * The leases of three chunks of a job, as threads see them that claim them, commit them, and let
 * all leases run out. What a thread holds only it commits, so that each call is one verb. Public,
 * as the checker wants it.
 */
@Param(name = "thread", gen = ThreadIdGen.class)
public class LeaseTable {
  private static final int MOST_THREADS = 8;
  private static final AtomicInteger TABLES = new AtomicInteger();

  /** An engine and the clock that it looks at. */
  record Stand(Engine engine, TestClock clock) {}

  private final Engine engine;
  private final TestClock clock;
  private final String pipeline = "table-" + TABLES.incrementAndGet();
  private final List<Deque<Claim>> held = new ArrayList<>();
  private final AtomicLong newestFence = new AtomicLong();

  LeaseTable(Stand stand) {
    this.engine = stand.engine();
    this.clock = stand.clock();
    for (int thread = 0; thread < MOST_THREADS; thread++) {
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

  /** Which chunk was granted, at which attempt, after how many crashes. */
  @Operation
  public String claim(@Param(name = "thread") int thread) {
    long before = newestFence.get();
    Optional<Claim> claim = one("b");
    if (claim.isEmpty()) {
      return "nothing";
    }
    Claim.Lease lease = claim.get().lease();
    held.get(thread).push(claim.get());
    newestFence.accumulateAndGet(lease.fence(), Math::max);
    return "%d, attempt %d, crashes %d%s"
        .formatted(
            claim.get().chunk().number(),
            lease.attempt(),
            lease.crashes(),
            lease.fence() > before ? "" : ", with an old fence");
  }

  @Operation
  public String pass(@Param(name = "thread") int thread) {
    Claim claim = held.get(thread).peek();
    return claim == null ? "nothing held" : commit(claim, Outcomes.pass(claim));
  }

  /** The first that it ever held: often lapsed, or ended long ago. */
  @Operation
  public String passTheOldest(@Param(name = "thread") int thread) {
    Claim claim = held.get(thread).peekLast();
    return claim == null ? "nothing held" : commit(claim, Outcomes.pass(claim));
  }

  @Operation
  public String release(@Param(name = "thread") int thread) {
    Claim claim = held.get(thread).peek();
    return claim == null ? "nothing held" : commit(claim, Outcomes.release());
  }

  private String commit(Claim claim, Step step) {
    return engine.commit(claim, step).name();
  }

  /** Beats for what it claimed last. */
  @Operation
  public String beat(@Param(name = "thread") int thread) {
    Claim claim = held.get(thread).peek();
    return claim == null
        ? "nothing held"
        : engine.beat(List.of(new Pulse(claim, 0, LEASE))).getFirst().name();
  }

  /** Every lease that stands runs out. */
  @Operation
  public void lapse() {
    clock.advance(LEASE.plusSeconds(1));
    engine.tick();
  }
}
