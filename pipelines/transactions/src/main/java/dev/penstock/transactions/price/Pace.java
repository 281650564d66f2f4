package dev.penstock.transactions.price;

import dev.penstock.transactions.price.PriceSource.Fetched;
import dev.penstock.transactions.store.PriceBook.Outcome;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many calls run at a source at once: half as many after each trouble, one more after each row
 * of successes. Thread-safe.
 */
final class Pace {
  private static final int MOST = 64;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition free = lock.newCondition();
  private final Duration firstPause;
  private int limit = 4;
  private int running;
  private int successes;
  private int refusals;

  Pace(Duration firstPause) {
    this.firstPause = firstPause;
  }

  void enter() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (running >= limit) {
        free.await();
      }
      running++;
    } finally {
      lock.unlock();
    }
  }

  void leave(Fetched fetched) {
    lock.lock();
    try {
      running--;
      if (fetched instanceof Fetched.Later later) {
        limit = Math.max(1, limit / 2);
        successes = 0;
        refusals += later.outcome() == Outcome.RATE_LIMITED ? 1 : 0;
      } else {
        refusals = 0;
        if (++successes >= limit && limit < MOST) {
          limit++;
          successes = 0;
        }
      }
      free.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How long to leave a source alone that does not say: twice as long each time in a row. */
  Duration pause() {
    lock.lock();
    try {
      Duration pause = firstPause.multipliedBy(1L << Math.min(refusals, 10));
      return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    } finally {
      lock.unlock();
    }
  }
}
