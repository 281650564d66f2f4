package dev.penstock.geometry;

import java.util.concurrent.Semaphore;

/**
 * Keeps the weight of what is done at the same time below a bound: bytes that are refined, vertices
 * that are repaired. Something above the bound waits for all others and is done alone. Thread-safe.
 */
final class Headroom {
  private final int all;
  private final long unit;
  private final Semaphore free;

  /**
   * A bound.
   *
   * @param bound the weight that fits in
   * @param unit weights are counted in steps of this
   */
  Headroom(long bound, long unit) {
    this.unit = unit;
    this.all = Math.clamp(bound / unit, 1, Integer.MAX_VALUE);
    this.free = new Semaphore(all, true);
  }

  /** The heaviest that fits in. */
  long bound() {
    return all * unit;
  }

  /** Waits until there is room; close to make room for others. */
  Room enter(long weight) throws InterruptedException {
    int units = Math.clamp(weight / unit + 1, 1, all);
    free.acquire(units);
    return () -> free.release(units);
  }

  /** Room for one thing. */
  interface Room extends AutoCloseable {
    @Override
    void close();
  }
}
