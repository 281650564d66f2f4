package dev.penstock.schedule;

import dev.penstock.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Submits the slots of a range as the scheduler would, with the same idempotency keys: doing it
 * twice, or over slots that have run, adds nothing, and a call that stopped goes on where the next
 * one begins. The schedule's position does not matter and does not change. Thread-safe.
 */
public final class Backfill {
  /** Most slots that one call submits. */
  public static final int MOST = 1_000;

  /** Most slots that one call counts. */
  public static final int MOST_COUNTED = 100_000;

  private final SlotSubmits submits;
  private final int most;

  public Backfill(SlotSubmits submits) {
    this(submits, MOST);
  }

  Backfill(SlotSubmits submits, int most) {
    this.submits = submits;
    this.most = most;
  }

  /**
   * A stretch of time.
   *
   * @param from its first moment
   * @param to the first moment after it
   */
  public record Range(Instant from, Instant to) {
    private List<Instant> slots(Slots slots, int most) {
      return slots.between(from.minusNanos(1), to.minusNanos(1), most);
    }
  }

  /**
   * What a call came to.
   *
   * @param slots how many it dealt with
   * @param last the last of them that has a job of this schedule
   * @param next where to go on; empty when the range is done
   * @param stopped what ended the call before its time: PutOff or Refused, met at {@code next}
   */
  public record Report(
      int slots,
      Counts counts,
      Optional<Position.Fired> last,
      Optional<Instant> next,
      Optional<Outcome> stopped) {}

  /**
   * Slots by what became of them.
   *
   * @param accepted became jobs now
   * @param existing were jobs already
   * @param conflicts whose key belongs to another request
   */
  public record Counts(int accepted, int existing, int conflicts) {}

  /** Says how many slots there are, {@link #MOST_COUNTED} at most, and submits none. */
  public Report count(Schedule schedule, Range range) {
    List<Instant> slots = range.slots(Slots.of(schedule.timing()), MOST_COUNTED + 1);
    boolean more = slots.size() > MOST_COUNTED;
    return new Report(
        Math.min(slots.size(), MOST_COUNTED),
        new Counts(0, 0, 0),
        Optional.empty(),
        more ? Optional.of(slots.getLast()) : Optional.empty(),
        Optional.empty());
  }

  /** Submits the first slots of the range, oldest first. */
  public Report run(Schedule schedule, Range range) {
    List<Instant> slots = range.slots(Slots.of(schedule.timing()), most + 1);
    var tally = new Tally();
    for (Instant slot : slots) {
      if (tally.slots() == most) {
        return tally.report(Optional.of(slot), Optional.empty());
      }
      Outcome outcome = submits.submit(schedule, slot);
      switch (outcome) {
        case Outcome.Submitted(JobId job, boolean fresh) -> tally.submitted(slot, job, fresh);
        case Outcome.Clash(_) -> tally.conflicts++;
        case Outcome.PutOff(_, _), Outcome.Refused(_) -> {
          return tally.report(Optional.of(slot), Optional.of(outcome));
        }
      }
    }
    return tally.report(Optional.empty(), Optional.empty());
  }

  /** Counts while a call runs. */
  private static final class Tally {
    private int accepted;
    private int existing;
    private int conflicts;
    private Optional<Position.Fired> last = Optional.empty();

    int slots() {
      return accepted + existing + conflicts;
    }

    void submitted(Instant slot, JobId job, boolean fresh) {
      accepted += fresh ? 1 : 0;
      existing += fresh ? 0 : 1;
      last = Optional.of(new Position.Fired(slot, job));
    }

    Report report(Optional<Instant> next, Optional<Outcome> stopped) {
      return new Report(slots(), new Counts(accepted, existing, conflicts), last, next, stopped);
    }
  }
}
