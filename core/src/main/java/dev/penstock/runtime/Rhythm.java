package dev.penstock.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again with a pause in between, on a thread of its own. */
final class Rhythm {
  private static final Logger LOG = LoggerFactory.getLogger(Rhythm.class);

  private final String name;
  private final Supplier<Duration> pause;
  private final Runnable action;
  private final Signal hurry = new Signal();
  private final Thread thread;
  private volatile boolean stopped;

  Rhythm(String name, Duration pause, Runnable action) {
    this(name, () -> pause, action);
  }

  /**
   * @param pause asked before each one
   */
  Rhythm(String name, Supplier<Duration> pause, Runnable action) {
    this.name = name;
    this.pause = pause;
    this.action = action;
    this.thread = Thread.ofPlatform().daemon().name("penstock-" + name).unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  /** Does it now rather than after the pause. */
  void hurry() {
    hurry.ring();
  }

  /** Waits for the action in progress, and does no other. */
  void stop() {
    stopped = true;
    hurry.ring();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What it is called, when its thread does not run. */
  Optional<String> fallen() {
    return thread.isAlive() ? Optional.empty() : Optional.of(name);
  }

  private void loop() {
    while (!stopped) {
      round();
      try {
        hurry.await(pause.get());
      } catch (InterruptedException e) {
        // Nobody of ours interrupts it: it ends by stop() alone.
        LOG.warn("{} was interrupted, goes on", thread.getName());
      }
    }
  }

  private void round() {
    try {
      action.run();
      // why: one bad round, be it for lack of memory, must not end what all jobs depend on.
    } catch (Throwable e) {
      LOG.error("{} failed, goes on", thread.getName(), e);
    }
  }
}
