package dev.penstock.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Threads of one run of a model check, which may try all their orders. */
final class Threads {
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
    var threads = new ArrayList<Thread>();
    var failures = new Throwable[parts.length];
    for (int i = 0; i < parts.length; i++) {
      int number = i;
      threads.add(new Thread(() -> failures[number] = failure(parts[number])));
    }
    threads.forEach(Thread::start);
    await(threads);
    for (Throwable failure : failures) {
      if (failure != null) {
        throw new AssertionError(failure);
      }
    }
  }

  private static @Nullable Throwable failure(Part part) {
    try {
      part.play();
      return null;
    } catch (InterruptedException | RuntimeException | AssertionError e) {
      return e;
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
