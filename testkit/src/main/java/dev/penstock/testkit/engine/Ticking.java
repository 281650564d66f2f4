package dev.penstock.testkit.engine;

import dev.penstock.engine.Engine;
import dev.penstock.engine.Ticked;
import dev.penstock.testkit.TestClock;
import java.time.Duration;

/** Time that goes by while an engine ticks. Time in which it does not is another matter. */
public final class Ticking {
  private static final Duration STEP = Duration.ofSeconds(5);

  private Ticking() {}

  /** Moves the clock in small steps, with a tick after each; what they found to do together. */
  public static Ticked pass(Engine engine, TestClock clock, Duration time) {
    engine.tick();
    long lapsed = 0;
    long due = 0;
    for (Duration left = time; left.isPositive(); left = left.minus(STEP)) {
      clock.advance(left.compareTo(STEP) < 0 ? left : STEP);
      Ticked ticked = engine.tick();
      lapsed += ticked.lapsed();
      due += ticked.due();
    }
    return new Ticked(lapsed, due);
  }
}
