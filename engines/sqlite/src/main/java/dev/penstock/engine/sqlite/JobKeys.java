package dev.penstock.engine.sqlite;

import dev.penstock.job.JobId;
import java.sql.SQLException;

/**
 * Gives jobs their row keys: the millisecond of the id, then a running number. So rows lie in the
 * order of their making, new ones at the end of every tree, and claims find the oldest job first
 * without looking at ids.
 */
final class JobKeys {
  /** Jobs of one millisecond: half a million. The milliseconds last until the year 2527. */
  private static final int RUNNING_BITS = 19;

  private static final long LATEST = (1L << (63 - RUNNING_BITS)) - 1;
  private static final long UNKNOWN = -1;
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

  private final Statements sql;
  private long greatest;

  JobKeys(Statements sql) {
    this.sql = sql;
    this.greatest = UNKNOWN;
  }

  long next(JobId id) throws SQLException {
    if (greatest == UNKNOWN) {
      greatest = greatestUpTo(Long.MAX_VALUE);
    }
    long first = Math.min(millis(id), LATEST) << RUNNING_BITS;
    long key = first > greatest ? first : Math.max(first, greatestUpTo(first | mask()) + 1);
    if ((key & ~mask()) != first) {
      throw new IllegalStateException("more than " + mask() + " jobs of one millisecond: " + id);
    }
    greatest = Math.max(greatest, key);
    return key;
  }

  /** What was given in a batch that was taken back is free again. */
  void forget() {
    greatest = UNKNOWN;
  }

  private long greatestUpTo(long key) throws SQLException {
    return sql.number("SELECT coalesce(max(key), 0) FROM job WHERE key <= ?", key);
  }

  private static long mask() {
    return (1L << RUNNING_BITS) - 1;
  }

  static long millis(JobId id) {
    long millis = 0;
    for (int i = 0; i < 10; i++) {
      millis = millis << 5 | DIGITS.indexOf(id.value().charAt(i));
    }
    return millis;
  }
}
