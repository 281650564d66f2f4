package dev.penstock.engine.sqlite;

import dev.penstock.engine.EngineUnavailableException;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A verb on its way through the queue, and the thread that waits for it. */
final class Ticket<T> {
  final boolean durable;

  private final Verb<T> verb;
  private final Thread waiter = Thread.currentThread();
  private @Nullable T answer;
  private @Nullable RuntimeException failure;
  private boolean stands;
  private volatile boolean done;

  Ticket(Verb<T> verb, boolean durable) {
    this.verb = verb;
    this.durable = durable;
  }

  /** Runs the verb; what an earlier run came to, which was rolled back, is forgotten. */
  void run(Tables tables) throws SQLException {
    failure = null;
    answer = verb.run(tables);
  }

  /** What the verb did is committed: its answer holds. */
  void stands() {
    stands = true;
  }

  void fail(RuntimeException why) {
    failure = why;
  }

  /** Lets the waiting thread go on with what there is. */
  void complete() {
    done = true;
    LockSupport.unpark(waiter);
  }

  boolean isDone() {
    return done;
  }

  /** Waits, also through interrupts: the verb is under way and cannot be called back. */
  @SuppressWarnings("NullAway") // a verb that did not fail has answered
  T await() {
    boolean interrupted = false;
    while (!done) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
    if (!stands) {
      throw new EngineUnavailableException(
          "the engine's writer failed", new IllegalStateException("not committed"));
    }
    return answer;
  }
}
