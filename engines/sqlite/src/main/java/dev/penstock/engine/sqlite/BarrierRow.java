package dev.penstock.engine.sqlite;

import dev.penstock.job.Tally;

/** Counts of one stage, group and round of a job. Changed through {@link RoundRow} alone. */
final class BarrierRow {
  private static final int USED = 1;
  private static final int FIRED = 2;

  final int stage;
  final String group;

  /** In the order of making, within the job. */
  final long n;

  long open;
  boolean used;
  boolean fired;

  /** What a barrier after this row will hand on. */
  Tally passed = Tally.ZERO;

  BarrierRow(int stage, String group, long n) {
    this.stage = stage;
    this.group = group;
    this.n = n;
  }

  int flags() {
    return (used ? USED : 0) | (fired ? FIRED : 0);
  }

  /** Takes over what its columns say. */
  void restore(long flags, long stillOpen, Tally waiting) {
    used = (flags & USED) != 0;
    fired = (flags & FIRED) != 0;
    open = stillOpen;
    passed = waiting;
  }

  /** Whether items wait here for a barrier to fire. */
  boolean waiting() {
    return !fired && passed.in() > 0;
  }
}
