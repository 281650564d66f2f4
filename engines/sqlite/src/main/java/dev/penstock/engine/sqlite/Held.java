package dev.penstock.engine.sqlite;

import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.engine.Claim.Lease;
import dev.penstock.engine.LeaseClock;
import dev.penstock.job.JobEvent.Place;
import dev.penstock.job.Tally;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A claimed chunk, as the lease table holds it: all that a commit has to know of it, so that the
 * hot path reads nothing from the database.
 *
 * @param job its row's key
 * @param again whether it was claimed before, and so whether a late commit may still come
 * @param paid to run
 */
record Held(
    long job,
    ChunkKey chunk,
    Spot spot,
    Tally load,
    Lease lease,
    boolean again,
    Term term,
    Paid paid) {
  /** Where in its job: index of the stage, group, round. */
  record Spot(int stage, String group, int round) {}

  /** The gate of its shelf has let it through, and that of its toll. */
  record Paid(Shelf shelf, Price price) {}

  /** Failures so far, this attempt not included. */
  int attempts() {
    return lease.attempt() - 1;
  }

  /** With what is left of the load, and failures and crashes counted from zero again. */
  Held afterCheckpoint(Tally left) {
    var renewed = new Lease(lease.worker(), lease.fence(), 1, 0, lease.until());
    term.items = 0;
    return new Held(job, chunk, spot, left, renewed, again, term, paid);
  }

  Place place(PlanRow plan) {
    return new Place(
        plan.stage(spot.stage()).name(), chunk.number(), lease.attempt(), lease.fence());
  }

  /** How long the lease still stands: moved by beats, from any thread, until the writer ends it. */
  static final class Term {
    private static final LeaseClock.End ENDED = new LeaseClock.End(0, Long.MIN_VALUE);

    private final AtomicReference<LeaseClock.End> end;
    private volatile long items;

    Term(LeaseClock.End end) {
      this.end = new AtomicReference<>(end);
    }

    /** Whether it still stands, and so for longer now. */
    boolean extend(LeaseClock.End later, long itemsThrough) {
      if (end.updateAndGet(now -> now == ENDED ? ENDED : later) == ENDED) {
        return false;
      }
      items = itemsThrough;
      return true;
    }

    /** Whether its time was over: then it has ended, and no beat extends it any more. */
    boolean endIfLapsed(Predicate<LeaseClock.End> over, Batch batch) {
      LeaseClock.End stood = end.getAndUpdate(now -> over.test(now) ? ENDED : now);
      if (stood == ENDED || !over.test(stood)) {
        return false;
      }
      batch.onUndo(() -> end.set(stood));
      return true;
    }

    long items() {
      return items;
    }
  }
}
