package dev.penstock.bench.engine;

import dev.penstock.bench.course.Tell;
import dev.penstock.engine.Engine;

/** Whole transitions of chunks a second, with ten thousand queued. */
final class TransitionRate {
  static final int DEPTH = 10_000;

  private static final int WARM_UP = 12;
  private static final int ROUNDS = 15;

  private TransitionRate() {}

  static void measure(Engine engine) throws InterruptedException {
    Tell.phase("warm-up");
    try (var mill = new ChunkMill(engine, DEPTH)) {
      for (int i = 0; i < WARM_UP; i++) {
        mill.round();
      }
      Tell.phase("transitions");
      double[] rates = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        rates[i] = mill.round();
      }
      Tell.phase("stop");
      Tell.figure("transitions", Tell.median(rates));
    }
  }
}
