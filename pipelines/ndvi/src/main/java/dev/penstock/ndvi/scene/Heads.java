package dev.penstock.ndvi.scene;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.opening.RasterOpener;
import dev.penstock.raster.source.Deadline;
import dev.penstock.raster.source.HttpSource;
import dev.penstock.raster.source.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads the beginnings of files, each once: of chunks that open the same file at the same time one
 * asks the host, the others find it in the cache. Thread-safe.
 */
final class Heads {
  private static final int STRIPES = 256;

  private final List<ReentrantLock> locks = new ArrayList<>();

  Heads() {
    for (int i = 0; i < STRIPES; i++) {
      locks.add(new ReentrantLock());
    }
  }

  /** Reads those of all files, side by side. */
  void read(Map<String, HttpSource> files, Deadline deadline)
      throws RasterException, InterruptedException {
    if (files.isEmpty()) {
      return;
    }
    var reads = new ArrayList<Together.Read<Integer>>();
    files.forEach((href, source) -> reads.add(() -> read(href, source, deadline)));
    Together.all(reads);
  }

  private int read(String href, HttpSource source, Deadline deadline)
      throws RasterException, InterruptedException {
    ReentrantLock lock = locks.get(Math.floorMod(href.hashCode(), STRIPES));
    if (!lock.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
      throw new RasterException(
          Fault.TIMEOUT, "The time is over, and another is still opening a file of this scene.");
    }
    try {
      return source.read(0, RasterOpener.HEAD).length;
    } finally {
      lock.unlock();
    }
  }
}
