package dev.penstock.runtime.child;

import dev.penstock.runtime.wire.Board;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows that this process is alive while it runs a chunk, and tells its stage to stop when the host
 * says so. The stage's thread is interrupted only while it is inside the stage.
 */
final class Beats {
  private static final Duration EVERY = Duration.ofMillis(100);

  private final Board board;
  private @Nullable Thread stage;
  private long run;
  private boolean told;

  Beats(Board board) {
    this.board = board;
  }

  void start() {
    Thread.ofPlatform().daemon().name("beats").start(this::loop);
  }

  /** The calling thread goes into the stage. */
  synchronized void enter(long run) {
    this.stage = Thread.currentThread();
    this.run = run;
    this.told = false;
    notifyAll();
  }

  /** It has come out; an interrupt that came too late is cleared. */
  synchronized void leave() {
    stage = null;
    Thread.interrupted();
  }

  private void loop() {
    try {
      while (true) {
        beat();
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private synchronized void beat() throws InterruptedException {
    while (stage == null) {
      wait();
    }
    board.beat();
    if (!told && board.stopped(run)) {
      told = true;
      stage.interrupt();
    }
  }
}
