package dev.penstock.runtime;

import dev.penstock.engine.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The chunks that this process is running right now. Thread-safe. */
final class InHand {
  private final Set<Hold> holds = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Consumer<Hold> taken = hold -> {};
  private final Condition none = lock.newCondition();

  /** Tells somebody of every chunk that is taken in hand, and is in hand by then. */
  void onTake(Consumer<Hold> listener) {
    taken = listener;
  }

  Hold take(Claim claim, Duration lease) {
    var hold = new Hold(claim, lease, Thread.currentThread());
    holds.add(hold);
    taken.accept(hold);
    return hold;
  }

  void drop(Hold hold) {
    lock.lock();
    try {
      holds.remove(hold);
      if (holds.isEmpty()) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  List<Hold> all() {
    return List.copyOf(holds);
  }

  void stopAll() {
    holds.forEach(hold -> hold.stop(Hold.Reason.HOST_STOPS));
  }

  /** Whether nothing was in hand any more before the deadline. */
  boolean awaitNone(Instant deadline) {
    lock.lock();
    try {
      while (!holds.isEmpty()) {
        long left = Duration.between(Instant.now(), deadline).toMillis();
        if (left <= 0 || !none.await(left, TimeUnit.MILLISECONDS)) {
          return holds.isEmpty();
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
