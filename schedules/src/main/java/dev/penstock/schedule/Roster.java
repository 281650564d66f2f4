package dev.penstock.schedule;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler's thread knows of the book: every enabled schedule and when to look at it.
 * Used by one thread.
 */
final class Roster {
  private static final int PAGE = 1_000;

  private Map<ScheduleKey, Seat> seats = new HashMap<>();
  private Map<Timing, Slots> read = new HashMap<>();

  /** One schedule's place. */
  static final class Seat {
    private final Slots slots;
    private Dial dial;
    private @Nullable Instant next;
    private Instant notBefore = Instant.MIN;
    private boolean refused;

    private Seat(Dial dial, Slots slots) {
      this.dial = dial;
      this.slots = slots;
      moved(dial.through());
    }

    ScheduleKey key() {
      return dial.key();
    }

    Timing timing() {
      return dial.timing();
    }

    Slots slots() {
      return slots;
    }

    /** Whether its last slot could not be submitted for a reason of its own. */
    boolean refused() {
      return refused;
    }

    boolean isDue(Instant now) {
      return next != null && !next.isAfter(now) && !notBefore.isAfter(now);
    }

    /** When to look at it; empty for never. */
    Optional<Instant> look() {
      return Optional.ofNullable(next).map(slot -> slot.isBefore(notBefore) ? notBefore : slot);
    }

    /** The slot that it waits to submit. */
    Optional<Instant> next() {
      return Optional.ofNullable(next);
    }

    void moved(Instant through) {
      dial = new Dial(dial.key(), dial.timing(), through);
      next = slots.after(through).orElse(null);
    }

    /**
     * Is not to be looked at for a while.
     *
     * @param wasRefused for a reason of its own
     */
    void waits(Instant until, boolean wasRefused) {
      notBefore = until;
      refused = wasRefused;
    }
  }

  /**
   * Reads the book anew. Who did not change keeps the seat.
   *
   * @return those whose cron text cannot be read any more
   */
  List<Dial> read(ScheduleBook book) throws IOException {
    var fresh = new HashMap<ScheduleKey, Seat>();
    var timings = new HashMap<Timing, Slots>();
    var unreadable = new ArrayList<Dial>();
    List<Dial> page = book.dials(Optional.empty(), PAGE);
    while (!page.isEmpty()) {
      for (Dial dial : page) {
        try {
          Slots slots = timings.computeIfAbsent(dial.timing(), this::slots);
          fresh.put(dial.key(), seat(dial, slots));
        } catch (IllegalArgumentException e) {
          unreadable.add(dial);
        }
      }
      page = book.dials(Optional.of(page.getLast().key()), PAGE);
    }
    seats = fresh;
    read = timings;
    return unreadable;
  }

  private Seat seat(Dial dial, Slots slots) {
    Seat seat = seats.get(dial.key());
    return seat != null && seat.dial.equals(dial) ? seat : new Seat(dial, slots);
  }

  private Slots slots(Timing timing) {
    Slots known = read.get(timing);
    return known == null ? Slots.of(timing) : known;
  }

  boolean has(ScheduleKey key) {
    return seats.containsKey(key);
  }

  /** Those that could not be submitted for reasons of their own. */
  List<Seat> refused() {
    return seats.values().stream().filter(Seat::refused).toList();
  }

  /** Those to be looked at now, the longest overdue first. */
  List<Seat> due(Instant now) {
    return seats.values().stream()
        .filter(seat -> seat.isDue(now))
        .sorted(Comparator.comparing(seat -> seat.next().orElseThrow()))
        .toList();
  }

  /** The first slot that any of them waits for. */
  Optional<Instant> oldest() {
    return seats.values().stream().flatMap(seat -> seat.next().stream()).min(Instant::compareTo);
  }

  /** When the next of them has to be looked at. */
  Optional<Instant> look() {
    return seats.values().stream().flatMap(seat -> seat.look().stream()).min(Instant::compareTo);
  }
}
