package dev.penstock.schedule;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The slots of one schedule that are done, for one walk over a range, and those that the walk adds.
 * A slot stands for the time since the slot before it: so slots in a row make one range, and no
 * range speaks of the future. Used by one thread.
 */
final class DoneSlots {
  /** Before the first slot that anybody asks for. */
  private static final Instant FLOOR = Instant.EPOCH.minusMillis(1);

  private final SlotLedger ledger;
  private final Schedule schedule;
  private final Slots slots;
  private final TreeMap<Instant, Range> known = new TreeMap<>();
  private final List<Range> added = new ArrayList<>();

  private DoneSlots(SlotLedger ledger, Schedule schedule, Slots slots) {
    this.ledger = ledger;
    this.schedule = schedule;
    this.slots = slots;
  }

  /** What the ledger knows of a range. */
  static DoneSlots in(Range range, SlotLedger ledger, Schedule schedule, Slots slots)
      throws IOException {
    DoneSlots done = none(ledger, schedule, slots);
    ledger
        .done(schedule.key(), schedule.timing(), range)
        .forEach(each -> done.known.put(each.from(), each));
    return done;
  }

  /** As if nothing were done. */
  static DoneSlots none(SlotLedger ledger, Schedule schedule, Slots slots) {
    return new DoneSlots(ledger, schedule, slots);
  }

  /** Whether a slot was done before the walk. */
  boolean has(Instant slot) {
    Map.Entry<Instant, Range> before = known.floorEntry(slot);
    return before != null && slot.isBefore(before.getValue().to());
  }

  /** A slot was submitted; those of a walk in their order. */
  void add(Instant slot) {
    Instant end = slot.plusMillis(1);
    if (!added.isEmpty() && follows(slot, added.getLast())) {
      added.set(added.size() - 1, new Range(added.getLast().from(), end));
    } else {
      added.add(new Range(begin(slot), end));
    }
  }

  private boolean follows(Instant slot, Range range) {
    return slots.after(range.to().minusMillis(1)).filter(slot::equals).isPresent();
  }

  private Instant begin(Instant slot) {
    List<Instant> before = slots.latest(FLOOR, slot.minusNanos(1), 1);
    Instant begin = (before.isEmpty() ? FLOOR : before.getFirst()).plusMillis(1);
    return begin.isBefore(slot) ? begin : slot;
  }

  /** Has the ledger know what was added. */
  void keep() throws IOException {
    if (!added.isEmpty()) {
      ledger.mark(schedule.key(), schedule.timing(), added);
      added.clear();
    }
  }
}
