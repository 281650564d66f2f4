package dev.penstock.bench.engine;

import dev.penstock.bench.course.Tell;
import dev.penstock.engine.Engine;
import java.time.Duration;
import java.util.Arrays;

/** Whole transitions of chunks a second, with ten thousand queued. */
final class TransitionRate {
  static final int DEPTH = 10_000;

  private static final int WARM_UP = 12;
  private static final int ROUNDS = 15;

  /** Fewer rounds do where they take longer than this. */
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofSeconds(15);

  private TransitionRate() {}

  static void measure(Engine engine) throws InterruptedException {
    Tell.phase("warm-up");
    try (var mill = new ChunkMill(engine, DEPTH)) {
      rounds(mill, WARM_UP, LONGEST_WARM_UP);
      Tell.phase("transitions");
      double[] rates = rounds(mill, ROUNDS, LONGEST);
      Tell.phase("stop");
      Tell.figure("transitions", Tell.median(rates));
    }
  }

  private static double[] rounds(ChunkMill mill, int most, Duration longest)
      throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    double[] rates = new double[most];
    int done = 0;
    while (done < most && (done == 0 || System.nanoTime() < end)) {
      rates[done++] = mill.round();
    }
    return Arrays.copyOf(rates, done);
  }
}
