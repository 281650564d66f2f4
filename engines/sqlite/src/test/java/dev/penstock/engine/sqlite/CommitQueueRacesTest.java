package dev.penstock.engine.sqlite;

import dev.penstock.engine.EngineUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * The order in which threads, the writer and the end of the engine come to the queue of verbs: a
 * model check tries them. A thread that nobody answers is found as one that hangs.
 */
class CommitQueueRacesTest {
  private static final int ORDERS = 60;

  /**
   * The checker lets threads take turns only where they touch what can be reached from a static
   * field.
   */
  @SuppressWarnings("UnusedVariable") // read by nobody
  private static volatile Object[] shared = {};

  /** What became of a verb in the eyes of the thread that brought it. */
  private enum Became {
    NOTHING_YET,
    ANSWERED,
    REFUSED,
    FAILED
  }

  /** Stands in for the database: a transaction that counts, and fails where a verb fails. */
  private static final class Register {
    private int committed;

    /** As a group commit does: all of a batch or nothing, then each for itself. */
    void commit(List<Ticket<?>> batch) {
      if (!settles(batch)) {
        batch.forEach(ticket -> settles(List.of(ticket)));
      }
      batch.forEach(Ticket::complete);
    }

    @SuppressWarnings("NullAway") // these verbs look at no tables
    private boolean settles(List<Ticket<?>> batch) {
      int before = committed;
      for (Ticket<?> ticket : batch) {
        try {
          ticket.run(null);
        } catch (SQLException | IllegalStateException e) {
          committed = before;
          ticket.fail(new IllegalStateException(e));
          return false;
        }
      }
      batch.forEach(Ticket::stands);
      return true;
    }

    int next() {
      return ++committed;
    }

    /** Changes something and then fails. */
    int broken() {
      if (++committed > 0) {
        throw new IllegalStateException("a broken verb");
      }
      return committed;
    }
  }

  /** A thread that brings a verb, and what it hears. */
  private static final class Bringer {
    private final CommitQueue queue;
    private final Verb<Integer> verb;
    private volatile Became became = Became.NOTHING_YET;
    private volatile int answer;
    private volatile boolean interrupted;
    private final Thread thread = new Thread(this::bring);

    Bringer(CommitQueue queue, Verb<Integer> verb) {
      this.queue = queue;
      this.verb = verb;
    }

    private void bring() {
      try {
        answer = queue.run(verb);
        became = Became.ANSWERED;
      } catch (EngineUnavailableException e) {
        became = Became.REFUSED;
      } catch (IllegalStateException e) {
        became = Became.FAILED;
      }
      interrupted = Thread.currentThread().isInterrupted();
    }

    static void play(Bringer... all) {
      for (Bringer one : all) {
        one.thread.start();
      }
    }

    static void end(Bringer... all) {
      try {
        for (Bringer one : all) {
          one.thread.join();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static CommitQueue open(Register register) {
    shared = new Object[] {register};
    var queue = new CommitQueue(register::commit);
    shared = new Object[] {register, queue};
    return queue;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  @Test
  void everyVerbIsAnsweredOnceOrRefusedHoweverTheEndComes() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var register = new Register();
          CommitQueue queue = open(register);
          var one = new Bringer(queue, tables -> register.next());
          var other = new Bringer(queue, tables -> register.next());
          Bringer.play(one, other);
          queue.close();
          Bringer.end(one, other);
          checkCount(register, one, other);
        });
  }

  /** As many were committed as were told so, each by its own number. */
  private static void checkCount(Register register, Bringer... all) {
    var answers = new ArrayList<Integer>();
    for (Bringer one : all) {
      check(one.became != Became.NOTHING_YET, "neither answered nor refused");
      if (one.became == Became.ANSWERED) {
        check(!answers.contains(one.answer), "two have the same answer");
        answers.add(one.answer);
      }
    }
    check(register.committed == answers.size(), "committed, but told to nobody");
  }

  @Test
  void aBrokenVerbFailsAloneWhoeverSharesItsBatch() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var register = new Register();
          CommitQueue queue = open(register);
          var good = new Bringer(queue, tables -> register.next());
          var broken = new Bringer(queue, tables -> register.broken());
          Bringer.play(good, broken);
          Bringer.end(good, broken);
          queue.close();
          check(good.became == Became.ANSWERED && good.answer == 1, "a good verb failed");
          check(broken.became == Became.FAILED, "a broken verb did not fail");
          check(register.committed == 1, "half of something was committed");
        });
  }

  @Test
  void anInterruptedThreadIsAnsweredAllTheSameAndStaysInterrupted() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var register = new Register();
          CommitQueue queue = open(register);
          var one = new Bringer(queue, tables -> register.next());
          Bringer.play(one);
          one.thread.interrupt();
          Bringer.end(one);
          queue.close();
          check(one.became == Became.ANSWERED, "an interrupt called the verb back");
          check(one.interrupted, "the interrupt is lost");
        });
  }

  @Test
  void theEndMayComeFromTwoSides() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var register = new Register();
          CommitQueue queue = open(register);
          var one = new Bringer(queue, tables -> register.next());
          var closer = new Thread(queue::close);
          Bringer.play(one);
          closer.start();
          queue.close();
          Bringer.end(one);
          checkCount(register, one);
        });
  }
}
