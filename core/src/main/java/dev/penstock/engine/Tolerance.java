package dev.penstock.engine;

import dev.penstock.job.Tally;

/**
 * How much a job may lose and still succeed, as partial. A job of which nothing came through has
 * failed whatever its tolerance says. It is asked before each barrier, so that too little is never
 * published, and at the end.
 *
 * @param items most rejected and dead items
 * @param share most of them as a part of all items, from 0 to 1
 */
public record Tolerance(long items, double share) {
  /** Fails only when nothing came through. */
  public static final Tolerance ANY = new Tolerance(Long.MAX_VALUE, 1);

  /** A single bad item is too much. */
  public static final Tolerance NONE = new Tolerance(0, 0);

  public Tolerance {
    if (items < 0 || !(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("not a tolerance: %d items, %s".formatted(items, share));
    }
  }

  /**
   * Whether a job has lost too much.
   *
   * @param settled what became of its items so far
   * @param in all its items
   */
  public boolean exceededBy(Tally settled, long in) {
    long bad = settled.rejected() + settled.dead();
    return bad > items || bad > share * in;
  }
}
