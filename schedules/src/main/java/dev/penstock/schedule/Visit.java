package dev.penstock.schedule;

import dev.penstock.job.Problem;
import dev.penstock.schedule.Position.Fired;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One look at one schedule: submits what is due and not done, in order, until something stops it,
 * has the ledger know, and moves the schedule on. A crash before the ledger knows repeats submits,
 * which changes nothing; one after that finds the slots done.
 */
final class Visit {
  private final ScheduleBook book;
  private final SlotLedger ledger;
  private final SlotSubmits submits;
  private final Kept kept;
  private Position position;
  private @Nullable Problem problem;
  private Instant notBefore = Instant.MIN;
  private boolean refused;
  private boolean putOff;

  Visit(ScheduleBook book, SlotLedger ledger, SlotSubmits submits, Kept kept) {
    this.book = book;
    this.ledger = ledger;
    this.submits = submits;
    this.kept = kept;
    this.position = kept.position();
  }

  /**
   * Does what is due.
   *
   * @return whether the schedule still stood where it was seen
   */
  boolean run(Due due, Slots slots, Instant now) throws IOException {
    settle(due.settled(), position.last());
    if (!due.run().isEmpty()) {
      submitAll(due, slots, now);
    }
    return position.equals(kept.position())
        || book.advance(kept.schedule().key(), kept.position().through(), position);
  }

  private void submitAll(Due due, Slots slots, Instant now) throws IOException {
    var range = new Range(due.run().getFirst(), due.run().getLast().plusMillis(1));
    DoneSlots done = DoneSlots.in(range, ledger, kept.schedule(), slots);
    for (Instant slot : due.run()) {
      if (done.has(slot)) {
        problem = null;
        settle(slot, position.last());
      } else if (!submit(slot, done, now)) {
        break;
      }
    }
    done.keep();
    if (putOff) {
      owe(due, slots);
    }
  }

  /** Not only what was tried: all that was due comes, whoever is there then. */
  private void owe(Due due, Slots slots) {
    Instant latest = slots.latest(position.through(), due.upTo(), 1).getFirst();
    position = new Position(position.through(), later(position.owed(), latest), position.last());
  }

  /** Whether to go on with the next slot. */
  private boolean submit(Instant slot, DoneSlots done, Instant now) {
    return switch (submits.submit(kept.schedule(), slot)) {
      case Outcome.Submitted(var job, _) -> {
        problem = null;
        done.add(slot);
        yield settle(slot, Optional.of(new Fired(slot, job)));
      }
      case Outcome.Clash clash -> {
        problem = clash.problem();
        yield settle(slot, position.last());
      }
      case Outcome.PutOff(var retryAfter, var why) -> {
        problem = why;
        notBefore = now.plus(retryAfter);
        putOff = true;
        yield false;
      }
      case Outcome.Refused(var problems) -> {
        problem = problems.getFirst();
        notBefore = now.plus(Scheduler.LOOK);
        refused = true;
        yield false;
      }
    };
  }

  private boolean settle(Instant through, Optional<Fired> last) {
    position = new Position(through, later(position.owed(), through), last);
    return true;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** Where the schedule stands now. */
  Position position() {
    return position;
  }

  /** What stopped it, or went wrong with its last slot. */
  Optional<Problem> problem() {
    return Optional.ofNullable(problem);
  }

  /** When to look again if slots are left. */
  Instant notBefore() {
    return notBefore;
  }

  /** Whether it was the schedule itself that stopped it. */
  boolean refused() {
    return refused;
  }
}
