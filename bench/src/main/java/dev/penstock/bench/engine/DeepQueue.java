package dev.penstock.bench.engine;

import dev.penstock.bench.course.Tell;
import dev.penstock.bench.measure.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;

/**
 * Two engines, one with ten thousand queued chunks, one with a million. Their rounds alternate, so
 * that whatever else happens on the machine happens to both.
 */
final class DeepQueue {
  private static final int DEEP = 1_000_000;
  private static final int WARM_UP = 8;
  private static final int ROUNDS = 12;

  private DeepQueue() {}

  static void measure(Opener opener, Path folder) throws IOException, InterruptedException {
    try (OpenEngine shallow = opener.open(folder.resolve("shallow"));
        OpenEngine deep = opener.open(folder.resolve("deep"))) {
      Tell.phase("fill");
      long start = System.nanoTime();
      try (var many = new ChunkMill(deep.engine(), DEEP);
          var few = new ChunkMill(shallow.engine(), TransitionRate.DEPTH)) {
        Tell.figure("fill_s", (System.nanoTime() - start) / 1e9);
        rounds(few, many);
      }
    }
    Tell.figure("peak_heap_mb", (double) peakHeap() / (1 << 20));
    Tell.figure("peak_rss_mb", (double) Machine.megabytes(ProcessHandle.current().pid(), "VmHWM"));
  }

  private static void rounds(ChunkMill few, ChunkMill many) throws InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      few.round();
      many.round();
    }
    Tell.phase("deep");
    double[] shallow = new double[ROUNDS];
    double[] deep = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      shallow[i] = few.round();
      deep[i] = many.round();
    }
    Tell.phase("stop");
    Tell.figure("transitions_10k", Tell.median(shallow));
    Tell.figure("transitions_1m", Tell.median(deep));
    Tell.figure("deep_percent", 100 * Tell.median(deep) / Tell.median(shallow));
  }

  /** Most bytes that were in use in each part of the heap, garbage included. */
  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> peak(pool))
        .sum();
  }

  private static long peak(MemoryPoolMXBean pool) {
    return pool.getPeakUsage().getUsed();
  }
}
