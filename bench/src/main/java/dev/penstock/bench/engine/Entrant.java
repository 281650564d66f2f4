package dev.penstock.bench.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Somebody who runs the course. */
record Entrant(String name, Side side, String durability, Start start) {
  /** Whose it is. */
  enum Side {
    OURS,
    JAVA,
    BULLMQ,
    /** BullMQ as durable as we are: beside ours for the reader, no target. */
    BULLMQ_SYNCED
  }

  /** Starts it in a process of its own, on an empty folder. */
  @FunctionalInterface
  interface Start {
    Outcome run(Path folder, Duration limit) throws IOException, InterruptedException;
  }
}
