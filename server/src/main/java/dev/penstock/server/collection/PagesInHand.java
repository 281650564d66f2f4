package dev.penstock.server.collection;

import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.RefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds the memory of pages. A page is read as a whole and then stays until its reader has taken
 * it, which may take long; one with a large feature is large. Thread-safe.
 */
public final class PagesInHand {
  private static final int KIB = 1024;
  private static final int ROW = 128;
  private static final int PATIENCE_SECONDS = 10;

  /** Heap for each page that is being read: its largest feature is there several times then. */
  private static final long HEAP_PER_READ = 256L << 20;

  private static final int MOST_READS = 16;

  private final Semaphore reads;
  private final int all;
  private final Semaphore left;

  /**
   * A bound.
   *
   * @param reads pages that are read at the same time
   * @param bytes of pages that wait for their readers; a larger one waits alone
   */
  PagesInHand(int reads, long bytes) {
    this.reads = new Semaphore(reads, true);
    this.all = Math.clamp(bytes / KIB, 1, Integer.MAX_VALUE);
    this.left = new Semaphore(all);
  }

  /** For a heap of so many bytes: an eighth of it may wait. */
  public static PagesInHand ofHeap(long heap) {
    return new PagesInHand(Math.clamp(heap / HEAP_PER_READ, 1, MOST_READS), heap / 8);
  }

  /**
   * Reads a page.
   *
   * @throws RefusedException when there is no room for it beside those that wait
   */
  public Held read(Source source) throws IOException {
    enter();
    try {
      Page page = source.read();
      int weight = page instanceof Page.Found found ? weight(found) : 0;
      if (!left.tryAcquire(weight)) {
        throw busy();
      }
      return new Held(page, left, weight, new AtomicBoolean());
    } finally {
      reads.release();
    }
  }

  private void enter() throws IOException {
    try {
      if (!reads.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while waiting to read a page");
    }
  }

  private int weight(Page.Found found) {
    long bytes = found.rows().stream().mapToLong(PagesInHand::bytes).sum();
    return (int) Math.min(all, bytes / KIB + 1);
  }

  private static long bytes(FeatureRow row) {
    return ROW + row.properties().length + (row.wkb() == null ? 0L : row.wkb().length);
  }

  private static RefusedException busy() {
    return HttpProblem.of(
            Code.COLLECTION_BUSY,
            "Pages of large features that wait for their readers fill the memory for them. Try again.")
        .withHeader("Retry-After", "1")
        .refused();
  }

  /** Where a page is read. */
  @FunctionalInterface
  public interface Source {
    Page read() throws IOException;
  }

  /** A page; close to make room for others. */
  public record Held(Page page, Semaphore room, int weight, AtomicBoolean closed)
      implements Closeable {
    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        room.release(weight);
      }
    }
  }
}
