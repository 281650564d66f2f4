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
 * @param left of it, that is to be done
 * @param again whether it was claimed before, and so whether a late commit may still come
 * @param paid to run
 */
record Held(
    long job,
    ChunkKey chunk,
    Spot spot,
    Left left,
    Lease lease,
    boolean again,
    Term term,
    Paid paid) {
  /** Where in its job: index of the stage, group, round. */
  record Spot(int stage, String group, int round) {}

  /**
   * What is to be done.
   *
   * @param load less what was checkpointed
   * @param checkpoints how many there were
   */
  record Left(Tally load, int checkpoints) {}

  /** The gate of its shelf has let it through, and that of its toll. */
  record Paid(Shelf shelf, Price price) {}

  Tally load() {
    return left.load();
  }

  /** The same claim with what the store says is left. */
  Held with(Left stored) {
    return new Held(job, chunk, spot, stored, lease, again, term, paid);
  }

  /** Failures so far, this attempt not included. */
  int attempts() {
    return lease.attempt() - 1;
  }

  /** With what is left of the load, and failures and crashes counted from zero again. */
  Held afterCheckpoint(Left rest) {
    var renewed = new Lease(lease.worker(), lease.fence(), 1, 0, lease.until());
    term.items = 0;
    return new Held(job, chunk, spot, rest, renewed, again, term, paid);
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
      if (end.updateAndGet(now -> now.equals(ENDED) ? ENDED : later).equals(ENDED)) {
        return false;
      }
      items = itemsThrough;
      return true;
    }

    /** Whether its time was over: then it has ended, and no beat extends it any more. */
    boolean endIfLapsed(Predicate<LeaseClock.End> over, Batch batch) {
      // Asked once for each end: the time goes on meanwhile.
      LeaseClock.End stood = end.get();
      while (!stood.equals(ENDED) && over.test(stood)) {
        if (end.compareAndSet(stood, ENDED)) {
          LeaseClock.End before = stood;
          batch.onUndo(() -> end.set(before));
          return true;
        }
        stood = end.get();
      }
      return false;
    }

    long items() {
      return items;
    }
  }
}
