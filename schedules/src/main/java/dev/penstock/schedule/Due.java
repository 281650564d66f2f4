package dev.penstock.schedule;

import java.time.Instant;
import java.util.List;

/**
 * What is to be done for a schedule at a moment. Pure.
 *
 * @param settled where the schedule stands before the first slot to run: what lies up to here is
 *     submitted or skipped
 * @param run slots to submit, oldest first, at most {@link #MOST}; no other slot lies between them
 * @param upTo slots after {@code settled} up to this moment are all to be submitted, more than
 *     {@code run} has perhaps
 */
record Due(Instant settled, List<Instant> run, Instant upTo) {
  /** So that one schedule with a long past does not keep all others waiting. */
  static final int MOST = 100;

  Due {
    run = List.copyOf(run);
  }

  /**
   * Decides.
   *
   * @param missed slots up to this moment passed while nobody was there to submit them
   */
  static Due of(Kept kept, Slots slots, Instant missed, Instant now) {
    Instant through = kept.position().through();
    Instant upTo = missed.isBefore(now) ? missed : now;
    Instant owed = kept.position().owed();
    if (slots.between(owed, upTo, 1).isEmpty()) {
      return new Due(through, slots.between(through, now, MOST), now);
    }
    List<Instant> first = slots.between(through, owed, MOST);
    if (!first.isEmpty()) {
      return new Due(through, first, owed);
    }
    return switch (kept.schedule().misfire()) {
      case Misfire.Skip() -> {
        Instant skipped = slots.latest(through, upTo, 1).getFirst();
        yield new Due(skipped, slots.between(skipped, now, MOST), now);
      }
      // A slot that has just come makes up for those before it as well.
      case Misfire.Once() -> startingAt(slots.latest(through, now, 1), slots, through, now);
      case Misfire.CatchUp(int most) ->
          startingAt(slots.latest(through, upTo, most), slots, through, now);
    };
  }

  private static Due startingAt(List<Instant> wanted, Slots slots, Instant through, Instant now) {
    Instant before = wanted.getFirst().minusNanos(1);
    List<Instant> skipped = slots.latest(through, before, 1);
    return new Due(
        skipped.isEmpty() ? through : skipped.getFirst(), slots.between(before, now, MOST), now);
  }
}
