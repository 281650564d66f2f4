package dev.penstock.schedule;

import dev.penstock.job.JobId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Submits the slots of a range as the scheduler would, with the same idempotency keys, and leaves
 * out those that the ledger has as done: doing it twice, or over slots that have run, adds nothing,
 * however long ago that was, and a call that stopped goes on where the next one begins. The
 * schedule's position does not matter and does not change. Thread-safe.
 *
 * <p>To run them all the same, a call names its repetition: then done or not does not matter, and
 * the keys are those of that name, so that the same call twice still adds nothing while the jobs of
 * the first are there.
 */
public final class Backfill {
  /** Most slots that one call submits. */
  public static final int MOST = 1_000;

  /** Most slots that one call looks at. */
  public static final int MOST_COUNTED = 100_000;

  private final SlotLedger ledger;
  private final SlotSubmits submits;
  private final int most;

  public Backfill(SlotLedger ledger, SlotSubmits submits) {
    this(ledger, submits, MOST);
  }

  Backfill(SlotLedger ledger, SlotSubmits submits, int most) {
    this.ledger = ledger;
    this.submits = submits;
    this.most = most;
  }

  /**
   * What a call came to.
   *
   * @param slots how many it dealt with
   * @param done how many of them were left out, as they were submitted before
   * @param last the last of them for which the call found a job of this schedule
   * @param next where to go on; empty when the range is done
   * @param stopped what ended the call before its time: PutOff or Refused, met at {@code next}
   */
  public record Report(
      int slots,
      int done,
      Counts counts,
      Optional<Position.Fired> last,
      Optional<Instant> next,
      Optional<Outcome> stopped) {
    /** How many slots were submitted, or would be. */
    public int due() {
      return slots - done;
    }
  }

  /**
   * Slots that were submitted, by what became of them.
   *
   * @param accepted became jobs now
   * @param existing were jobs already
   * @param conflicts whose key belongs to another request
   */
  public record Counts(int accepted, int existing, int conflicts) {}

  /**
   * Says how many slots there are, {@link #MOST_COUNTED} at most, and how many are done; submits
   * none.
   *
   * @param again the repetition's name: an id as a schedule's; empty for none
   */
  public Report count(Schedule schedule, Range range, Optional<String> again) throws IOException {
    Slots all = Slots.of(schedule.timing());
    DoneSlots done = done(schedule, range, all, again);
    List<Instant> slots =
        all.between(range.from().minusNanos(1), range.to().minusNanos(1), MOST_COUNTED + 1);
    var tally = new Tally();
    slots.stream().limit(MOST_COUNTED).forEach(slot -> tally.counted(done.has(slot)));
    return tally.report(
        slots.size() > MOST_COUNTED ? Optional.of(slots.getLast()) : Optional.empty(),
        Optional.empty());
  }

  /** Submits the first slots of the range that are not done, oldest first. */
  public Report run(Schedule schedule, Range range) throws IOException {
    return run(schedule, range, Optional.empty());
  }

  /**
   * Submits the first slots of the range, oldest first.
   *
   * @param again the repetition's name: an id as a schedule's; empty: only those not done
   */
  public Report run(Schedule schedule, Range range, Optional<String> again) throws IOException {
    Slots all = Slots.of(schedule.timing());
    var walk = new Walk(schedule, all, done(schedule, range, all, again), again);
    Report report = walk.over(range);
    walk.done.keep();
    return report;
  }

  private DoneSlots done(Schedule schedule, Range range, Slots slots, Optional<String> again)
      throws IOException {
    return again.isPresent()
        ? DoneSlots.none(ledger, schedule, slots)
        : DoneSlots.in(range, ledger, schedule, slots);
  }

  /** One call's way through its range. */
  private final class Walk {
    private final Schedule schedule;
    private final Slots slots;
    private final DoneSlots done;
    private final Optional<String> again;
    private final Tally tally = new Tally();

    Walk(Schedule schedule, Slots slots, DoneSlots done, Optional<String> again) {
      this.schedule = schedule;
      this.slots = slots;
      this.done = done;
      this.again = again;
    }

    Report over(Range range) {
      Optional<Instant> next = slots.after(range.from().minusNanos(1));
      while (next.isPresent() && next.get().isBefore(range.to())) {
        if (tally.submits() == most || tally.slots() == MOST_COUNTED) {
          return tally.report(next, Optional.empty());
        }
        Optional<Outcome> stop = step(next.get());
        if (stop.isPresent()) {
          return tally.report(next, stop);
        }
        next = slots.after(next.get());
      }
      return tally.report(Optional.empty(), Optional.empty());
    }

    /** Deals with one slot; what stops the walk there. */
    private Optional<Outcome> step(Instant slot) {
      if (done.has(slot)) {
        tally.counted(true);
        return Optional.empty();
      }
      Outcome outcome = submits.submit(schedule, slot, again);
      switch (outcome) {
        case Outcome.Submitted(JobId job, boolean fresh) -> {
          done.add(slot);
          tally.submitted(slot, job, fresh);
        }
        case Outcome.Clash(_) -> tally.conflicts++;
        case Outcome.PutOff(_, _), Outcome.Refused(_) -> {
          return Optional.of(outcome);
        }
      }
      return Optional.empty();
    }
  }

  /** Counts while a call runs. */
  private static final class Tally {
    private int done;
    private int open;
    private int accepted;
    private int existing;
    private int conflicts;
    private Optional<Position.Fired> last = Optional.empty();

    int submits() {
      return accepted + existing + conflicts;
    }

    int slots() {
      return done + open + submits();
    }

    void counted(boolean wasDone) {
      done += wasDone ? 1 : 0;
      open += wasDone ? 0 : 1;
    }

    void submitted(Instant slot, JobId job, boolean fresh) {
      accepted += fresh ? 1 : 0;
      existing += fresh ? 0 : 1;
      last = Optional.of(new Position.Fired(slot, job));
    }

    Report report(Optional<Instant> next, Optional<Outcome> stopped) {
      return new Report(
          slots(), done, new Counts(accepted, existing, conflicts), last, next, stopped);
    }
  }
}
