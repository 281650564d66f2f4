package dev.penstock.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * How a stage runs in worker processes, apart from the process that has the engine: what it does to
 * its process costs the chunk an attempt and nothing else. Such a stage is pure: it reads its
 * payload and blobs, writes blobs, and returns a result; it has no store, no engine and no network.
 *
 * @param program what a worker process is
 * @param heapMegabytes the most that a worker's heap may take; for a program that is not Java, the
 *     most that its process may hold in memory
 * @param deadline for one chunk; a worker that takes longer is ended
 * @param silence a worker that gives no sign of life for so long is ended: it was stopped, or hangs
 * @param chunksPerWorker after so many chunks a worker is replaced by a fresh one
 */
public record Isolation(
    WorkerProgram program,
    int heapMegabytes,
    Duration deadline,
    Duration silence,
    int chunksPerWorker) {
  private static final int HEAP = 256;
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final int CHUNKS = 1_000;

  public Isolation {
    if (heapMegabytes < 16
        || !deadline.isPositive()
        || silence.compareTo(Duration.ofMillis(500)) < 0
        || chunksPerWorker < 1) {
      throw new IllegalArgumentException(
          "not an isolation: %d MB, deadline %s, silence %s, %d chunks"
              .formatted(heapMegabytes, deadline, silence, chunksPerWorker));
    }
  }

  /**
   * In child JVMs that make the stage by a factory: 256 MB, five minutes, ten seconds of silence, a
   * thousand chunks.
   */
  public static Isolation madeBy(Class<? extends StageFactory> factory, String... arguments) {
    return of(new WorkerProgram.Java(factory, List.of(arguments)));
  }

  /** The same with a program in any language that speaks the worker protocol. */
  public static Isolation command(String... words) {
    return of(new WorkerProgram.Command(List.of(words)));
  }

  private static Isolation of(WorkerProgram program) {
    return new Isolation(program, HEAP, DEADLINE, SILENCE, CHUNKS);
  }

  public Isolation heapMegabytes(int heapMegabytes) {
    return new Isolation(program, heapMegabytes, deadline, silence, chunksPerWorker);
  }

  public Isolation deadline(Duration deadline) {
    return new Isolation(program, heapMegabytes, deadline, silence, chunksPerWorker);
  }

  public Isolation silence(Duration silence) {
    return new Isolation(program, heapMegabytes, deadline, silence, chunksPerWorker);
  }

  public Isolation chunksPerWorker(int chunksPerWorker) {
    return new Isolation(program, heapMegabytes, deadline, silence, chunksPerWorker);
  }
}
