package dev.penstock.runtime;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one waiting thread; several rings before it looks count as one. */
final class Signal {
  private final Semaphore rung = new Semaphore(0);

  void ring() {
    if (rung.availablePermits() == 0) {
      rung.release();
    }
  }

  /** Waits for a ring, one from before included, at most this long; whether it rang. */
  boolean await(Duration atMost) throws InterruptedException {
    boolean rang = rung.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    if (rang) {
      rung.drainPermits();
    }
    return rang;
  }
}
