package dev.penstock.schedule;

import java.io.IOException;
import java.util.List;

/**
 * Remembers which slots of a schedule were submitted, for as long as there is the schedule: their
 * jobs are removed one day, and the idempotency keys with them. Every method is one atomic step, a
 * change is durable on return. Thread-safe. {@code SlotLedgerContract} in the testkit says the same
 * in tests.
 *
 * <p>It knows nothing of cron: it keeps ranges of time, each of which says that all slots in it
 * were submitted. They belong to a schedule and its timing, since with another one other slots
 * would lie in them. Ranges that overlap or touch become one, so that a schedule that misses
 * nothing has one.
 *
 * <p>All methods throw {@link IOException} when the store cannot be reached; each may be called
 * again.
 */
public interface SlotLedger {
  /** Most ranges of one schedule, over all its timings. */
  int MOST = 1_000;

  /** The ranges that overlap this one, whole, in order; no two of them overlap or touch. */
  List<Range> done(ScheduleKey key, Timing timing, Range range) throws IOException;

  /**
   * Adds ranges, their bounds in whole milliseconds, none of them empty. Of more than {@link #MOST}
   * those go that were not changed for longest. Nothing happens for a schedule that is not kept;
   * {@link ScheduleBook#remove} removes the ranges as well.
   */
  void mark(ScheduleKey key, Timing timing, List<Range> submitted) throws IOException;
}
