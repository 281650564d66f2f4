package dev.penstock.schedule;

import dev.penstock.job.Problem;
import dev.penstock.schedule.Position.Fired;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One look at one schedule: submits what is due, in order, until something stops it, and moves the
 * schedule on. A crash before the last step repeats submits, which changes nothing.
 */
final class Visit {
  private final ScheduleBook book;
  private final SlotSubmits submits;
  private final Kept kept;
  private Position position;
  private @Nullable Problem problem;
  private Instant notBefore = Instant.MIN;
  private boolean refused;

  Visit(ScheduleBook book, SlotSubmits submits, Kept kept) {
    this.book = book;
    this.submits = submits;
    this.kept = kept;
    this.position = kept.position();
  }

  /**
   * Does what is due.
   *
   * @return whether the schedule still stood where it was seen
   */
  boolean run(Due due, Instant now) throws IOException {
    settle(due.settled(), position.last());
    for (Instant slot : due.run()) {
      if (!submit(slot, due, now)) {
        break;
      }
    }
    return position.equals(kept.position())
        || book.advance(kept.schedule().key(), kept.position().through(), position);
  }

  /** Whether to go on with the next slot. */
  private boolean submit(Instant slot, Due due, Instant now) {
    return switch (submits.submit(kept.schedule(), slot)) {
      case Outcome.Submitted(var job, _) -> {
        problem = null;
        yield settle(slot, Optional.of(new Fired(slot, job)));
      }
      case Outcome.Clash clash -> {
        problem = clash.problem();
        yield settle(slot, position.last());
      }
      case Outcome.PutOff(var retryAfter, var why) -> {
        problem = why;
        notBefore = now.plus(retryAfter);
        position =
            new Position(
                position.through(), later(position.owed(), due.run().getLast()), position.last());
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
