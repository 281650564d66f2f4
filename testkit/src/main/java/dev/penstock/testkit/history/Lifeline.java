package dev.penstock.testkit.history;

import java.util.function.Supplier;

/**
 * Where the threads of one worker pass on their way to what all workers share: they stand there
 * while it is stopped, and for good once it is killed. Thread-safe.
 */
final class Lifeline {
  private enum State {
    RUNS,
    STOPPED,
    KILLED
  }

  private State state = State.RUNS;

  /** Lets one through, and its answer back; either may never happen. */
  <T> T through(Supplier<T> call) {
    pass();
    T answer = call.get();
    pass();
    return answer;
  }

  private synchronized void pass() {
    boolean interrupted = false;
    while (state != State.RUNS) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void stop() {
    become(State.STOPPED);
  }

  synchronized void go() {
    become(State.RUNS);
  }

  synchronized void kill() {
    become(State.KILLED);
  }

  private void become(State next) {
    if (state != State.KILLED) {
      state = next;
      notifyAll();
    }
  }
}
