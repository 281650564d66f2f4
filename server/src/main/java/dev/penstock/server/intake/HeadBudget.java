package dev.penstock.server.intake;

import java.util.concurrent.Semaphore;

/**
 * How much memory the heads of all bodies that are coming in may take together. Without it, many
 * slow uploads, each small enough to stay in memory, would fill the heap. Thread-safe.
 */
final class HeadBudget {
  private static final int KIB = 1024;

  private final Semaphore left;

  HeadBudget(long bytes) {
    this.left = new Semaphore((int) Math.min(bytes / KIB, Integer.MAX_VALUE));
  }

  /** Takes so many bytes, a multiple of 1024; false, at once, when there are not so many left. */
  boolean take(int bytes) {
    return left.tryAcquire(bytes / KIB);
  }

  void giveBack(int bytes) {
    left.release(bytes / KIB);
  }
}
