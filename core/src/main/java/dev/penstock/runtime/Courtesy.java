package dev.penstock.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets payloads in before those that are in are worked on. Whoever sends hundreds of payloads a
 * second waits for each answer, while the work behind it may as well be done a little later. So,
 * while payloads arrive faster than {@link #BURST}, chunks begin one at a time and run for {@link
 * #SHARE} of the time; a burst ends by itself, and a lasting one is worked off all the same. A
 * single payload, however large, is no burst.
 *
 * <p>It delays, and blocks nobody: a chunk has its turn for {@link #LONGEST_TURN} at most, and
 * whoever has waited that long for one goes without. So a stage whose chunks take seconds takes no
 * time from the others, however long the burst lasts.
 *
 * <p>Thread-safe.
 */
public final class Courtesy {
  /** Payloads in one window that make a burst: 200 a second. */
  private static final int BURST = 50;

  private static final long WINDOW = Duration.ofMillis(250).toNanos();

  /** Of a core, during a burst. */
  private static final double SHARE = 0.2;

  private static final Duration LONGEST_TURN = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  private final AtomicLong window = new AtomicLong();
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong burstUntil = new AtomicLong(System.nanoTime());
  private final ReentrantLock turn = new ReentrantLock();

  /** A payload was taken in. */
  public void arrived() {
    long now = System.nanoTime();
    long current = now / WINDOW;
    if (window.getAndSet(current) != current) {
      arrived.set(0);
    }
    if (arrived.incrementAndGet() >= BURST) {
      burstUntil.set(now + 2 * WINDOW);
    }
  }

  /** Whether payloads come in a burst right now. */
  boolean burst() {
    return System.nanoTime() - burstUntil.get() < 0;
  }

  /**
   * Starts one chunk when it is its turn, and pauses behind it. A turn ends with its chunk, with
   * the burst or with its time, whichever comes first; waiting for it and its pause are bounded.
   *
   * @return whether there was a chunk
   */
  boolean inTurn(Supplier<Optional<CountDownLatch>> start) throws InterruptedException {
    if (!waitForTurn()) {
      return start.get().isPresent();
    }
    try {
      long began = System.nanoTime();
      Optional<CountDownLatch> end = start.get();
      if (end.isPresent()) {
        whileItLasts(end.get(), began);
      }
      long pause = (long) ((System.nanoTime() - began) * (1 - SHARE) / SHARE);
      if (burst()) {
        Thread.sleep(Duration.ofNanos(Math.min(pause, LONGEST_PAUSE.toNanos())));
      }
      return end.isPresent();
    } finally {
      turn.unlock();
    }
  }

  /** Whether it has the turn now; false when the burst is over, or it has waited long enough. */
  private boolean waitForTurn() throws InterruptedException {
    long began = System.nanoTime();
    while (!turn.tryLock(WINDOW, TimeUnit.NANOSECONDS)) {
      if (!burst() || System.nanoTime() - began >= LONGEST_TURN.toNanos()) {
        return false;
      }
    }
    return true;
  }

  private void whileItLasts(CountDownLatch chunk, long began) throws InterruptedException {
    long left = LONGEST_TURN.toNanos();
    while (burst() && left > 0 && !chunk.await(Math.min(left, WINDOW), TimeUnit.NANOSECONDS)) {
      left = LONGEST_TURN.toNanos() - (System.nanoTime() - began);
    }
  }
}
