package dev.penstock.testkit.engine;

import dev.penstock.engine.Plan;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.RetryPolicy;
import java.time.Duration;
import java.util.stream.IntStream;

/** Plans for tests. Stages are called a, b, c and so on. */
public final class Plans {
  /** Three attempts, three crashes, no waits. */
  public static final RetryPolicy AT_ONCE = new RetryPolicy(3, 3, Duration.ZERO, Duration.ZERO);

  /** Four attempts, three crashes, waits of up to eight seconds, then sixteen. */
  public static final RetryPolicy SLOW =
      new RetryPolicy(4, 3, Duration.ofSeconds(8), Duration.ofSeconds(16));

  private Plans() {}

  /** Pipeline {@code line}: one stage for each edge, tried again {@link #AT_ONCE}. */
  public static Plan linear(Edge... edges) {
    return linear("line", AT_ONCE, edges);
  }

  public static Plan linear(String pipeline, RetryPolicy retry, Edge... edges) {
    return new Plan(
        pipeline,
        1,
        IntStream.range(0, edges.length)
            .mapToObj(i -> new PlannedStage(stage(i), edges[i], retry))
            .toList());
  }

  /** The name of the stage at a position. */
  public static String stage(int position) {
    return String.valueOf((char) ('a' + position));
  }
}
