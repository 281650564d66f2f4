package dev.penstock.runtime.worker;

import dev.penstock.pipeline.Isolation;
import dev.penstock.pipeline.WorkerProgram;
import java.time.Duration;

/**
 * What a worker may take for one order.
 *
 * @param deadline time
 * @param silence without a sign of life
 * @param memory bytes in memory at any moment; beyond it the worker is ended
 */
record Limits(Duration deadline, Duration silence, long memory) {
  private static final Duration START = Duration.ofSeconds(60);

  /** Beside the heap and as much again outside of it, for the JVM's own. */
  private static final int JVM_MEGABYTES = 256;

  static Limits of(Isolation isolation) {
    long megabytes =
        switch (isolation.program()) {
          case WorkerProgram.Java _ -> 2L * isolation.heapMegabytes() + JVM_MEGABYTES;
          case WorkerProgram.Command _ -> isolation.heapMegabytes();
        };
    return new Limits(isolation.deadline(), isolation.silence(), megabytes << 20);
  }

  /** For its start: as long as a busy machine may take. */
  Limits forStart() {
    return new Limits(START, START, memory);
  }

  /** A worker that holds this much between two chunks is replaced: it has grown. */
  long grown() {
    return memory / 4 * 3;
  }
}
