package dev.penstock.testkit.engine;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.testkit.TestClock;
import dev.penstock.testkit.TestForm;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Verbs that several threads call at the same time come to what they would come to one after the
 * other on the memory engine, in some order: Lincheck looks for one that explains all answers.
 */
abstract class LinearContract extends EngineCase {
  LinearContract(EngineSource source) {
    super(source);
  }

  /** Where the subjects find the engine of the running test: the checker makes them by itself. */
  private static volatile LeaseTable.Stand stand =
      new LeaseTable.Stand(oracle(new TestClock()), new TestClock());

  private static Engine oracle(TestClock clock) {
    return new MemoryEngine(clock, new SplittableRandom(1), EngineLimits.DEFAULT, new Bells());
  }

  /** The engine that is tested: each subject is a job of its own on it. */
  public static final class Subject extends LeaseTable {
    /** Called by the checker. */
    public Subject() {
      super(Objects.requireNonNull(stand));
    }
  }

  /** The memory engine, one call after the other. */
  public static final class Oracle extends LeaseTable {
    /** Called by the checker. */
    public Oracle() {
      this(new TestClock());
    }

    private Oracle(TestClock clock) {
      super(new Stand(oracle(clock), clock));
    }
  }

  @Test
  void claimsCommitsAndLapsesOfManyThreadsHaveAnOrderThatExplainsThem() {
    stand = new LeaseTable.Stand(engine, clock);
    new StressOptions()
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(2)
        .iterations(TestForm.choose(6, 60))
        .invocationsPerIteration(TestForm.choose(50, 500))
        .minimizeFailedScenario(false)
        .sequentialSpecification(Oracle.class)
        .check(Subject.class);
  }
}
