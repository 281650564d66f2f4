package dev.penstock.pipeline;

import java.time.Duration;

/**
 * How a stage runs in worker processes, apart from the process that has the engine: what it does to
 * its process costs the chunk an attempt and nothing else. Such a stage is pure: it reads its
 * payload and blobs, writes blobs, and returns a result; it has no store, no engine and no network.
 *
 * @param heapMegabytes the most that a worker's heap may take
 * @param deadline for one chunk; a worker that takes longer is ended
 * @param chunksPerWorker after so many chunks a worker is replaced by a fresh one
 */
public record Isolation(int heapMegabytes, Duration deadline, int chunksPerWorker) {
  /** 256 MB, five minutes, a thousand chunks. */
  public static final Isolation DEFAULT = new Isolation(256, Duration.ofMinutes(5), 1_000);

  public Isolation {
    if (heapMegabytes < 16 || !deadline.isPositive() || chunksPerWorker < 1) {
      throw new IllegalArgumentException(
          "not an isolation: %d MB, %s, %d chunks"
              .formatted(heapMegabytes, deadline, chunksPerWorker));
    }
  }
}
