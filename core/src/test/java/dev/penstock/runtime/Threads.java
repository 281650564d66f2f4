package dev.penstock.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Threads of one run of a model check, which may try all their orders. */
final class Threads {
  @SuppressWarnings(
      "UnusedVariable") // read by nobody: it makes objects shared in the checker's eyes
  private static volatile Object[] shared = {};

  /** What one of them does. */
  @FunctionalInterface
  interface Part {
    void play() throws InterruptedException;
  }

  private Threads() {}

  /**
   * Says which objects the threads share. The checker lets threads take turns only where they touch
   * what can be reached from a static field; what lambdas alone hold it takes for private.
   */
  static void share(Object... objects) {
    shared = objects;
  }

  /**
   * Plays all parts at the same time; returns when they are through, or tells the first failure.
   */
  static void play(Part... parts) {
    var failures = new ConcurrentLinkedQueue<Throwable>();
    var threads = new ArrayList<Thread>();
    for (Part part : parts) {
      threads.add(new Thread(() -> play(part, failures)));
    }
    threads.forEach(Thread::start);
    await(threads);
    for (Throwable failure : failures) {
      throw new AssertionError(failure);
    }
  }

  private static void play(Part part, Queue<Throwable> failures) {
    try {
      part.play();
    } catch (InterruptedException | RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  private static void await(List<Thread> threads) {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
