package dev.penstock.bench.course;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Counts the jobs that a subject runs. Any thread may tell; one thread expects and waits. */
public final class Runs {
  private final AtomicLong ran = new AtomicLong();
  private volatile long expected;
  private volatile long first;
  private volatile Thread waiter = Thread.currentThread();

  /** A job runs. */
  public void ran() {
    long count = ran.incrementAndGet();
    if (count == 1) {
      first = System.nanoTime();
    }
    if (count == expected) {
      LockSupport.unpark(waiter);
    }
  }

  /** Counts from zero, up to so many. */
  void expect(long jobs) {
    waiter = Thread.currentThread();
    ran.set(0);
    expected = jobs;
  }

  /** Waits for what is expected; how many ran until the limit. */
  long await(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos();
        left > 0 && ran.get() < expected;
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
    return ran.get();
  }

  /** When the first of the expected ones ran, by {@link System#nanoTime}. */
  long firstNanos() {
    return first;
  }
}
