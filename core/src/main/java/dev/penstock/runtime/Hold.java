package dev.penstock.runtime;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Pulse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One chunk in hand: its claim, the thread that runs it, how far it is, and whether it should stop.
 * The thread is interrupted only while it is inside the stage, never in the middle of a commit.
 */
final class Hold {
  /** Why a run should end early. */
  enum Reason {
    /** The job was dismissed or failed, or somebody else has the chunk: nobody wants the result. */
    UNWANTED,
    /** The host stops: the chunk goes back. */
    HOST_STOPS
  }

  private final Claim claim;
  private final Duration lease;
  private final Thread thread;
  private volatile long items;
  private volatile @Nullable Reason stopping;
  private boolean insideStage;

  Hold(Claim claim, Duration lease, Thread thread) {
    this.claim = claim;
    this.lease = lease;
    this.thread = thread;
  }

  /** How often it has to be beaten for. */
  Duration beatsEvery() {
    return lease.dividedBy(3);
  }

  Pulse pulse() {
    return new Pulse(claim, items, lease);
  }

  void progress(long items) {
    this.items = items;
  }

  /** How many items are through, as the stage told it. */
  long items() {
    return items;
  }

  @Nullable Reason stopping() {
    return stopping;
  }

  synchronized void enterStage() {
    insideStage = true;
    if (stopping != null) {
      thread.interrupt();
    }
  }

  /** Also clears an interrupt that came too late to be noticed by the stage. */
  synchronized void leaveStage() {
    insideStage = false;
    Thread.interrupted();
  }

  synchronized void stop(Reason reason) {
    if (stopping == null) {
      stopping = reason;
      if (insideStage) {
        thread.interrupt();
      }
    }
  }
}
