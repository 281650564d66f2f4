package dev.penstock.engine.sqlite;

import dev.penstock.engine.LeaseClock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** A beat and a tick that come to one lease at the same time: a model check tries their orders. */
class LeaseTermRacesTest {
  private static final int ORDERS = 60;

  /**
   * The checker lets threads take turns only where they touch what can be reached from a static
   * field.
   */
  @SuppressWarnings("UnusedVariable") // read by nobody
  private static volatile Object[] shared = {};

  @Test
  void aHolderThatIsToldToGoOnKeepsItsLease() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var term = new Held.Term(at(10));
          var extended = new AtomicBoolean();
          var ended = new AtomicBoolean();
          shared = new Object[] {term, extended, ended};
          play(
              () -> extended.set(term.extend(at(30), 1)),
              () -> ended.set(term.endIfLapsed(end -> end.micros() < 20, new Batch())));
          if (extended.get() == ended.get()) {
            throw new AssertionError("told to go on, and taken back: " + extended);
          }
        });
  }

  @Test
  void aLeaseThatIsTakenBackInVainStandsAsBefore() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var term = new Held.Term(at(10));
          var batch = new Batch();
          shared = new Object[] {term, batch};
          play(
              () -> term.extend(at(30), 1),
              () -> {
                term.endIfLapsed(end -> end.micros() < 20, batch);
                batch.takeBack();
              });
          if (!term.extend(at(40), 1) || !term.endIfLapsed(end -> end.micros() < 50, batch)) {
            throw new AssertionError("the lease is not what it was");
          }
        });
  }

  private static LeaseClock.End at(long micros) {
    return new LeaseClock.End(0, micros);
  }

  private static void play(Runnable one, Runnable other) {
    var threads = new Thread[] {new Thread(one), new Thread(other)};
    try {
      for (Thread thread : threads) {
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
