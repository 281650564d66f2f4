package dev.penstock.server.watch;

import java.util.Arrays;

/**
 * How many chunks of one stage of one job waited, ran and waited to retry, over time. At most
 * {@link #BINS} bins: a longer time makes them wider, so a large job takes no more room than a
 * small one. Used under its owner's lock.
 */
final class Lane {
  static final int BINS = 240;
  private static final long FINEST = 50;

  private final long origin;
  private final double[] wait = new double[BINS];
  private final double[] run = new double[BINS];
  private final double[] retry = new double[BINS];
  private long width = FINEST;
  private long until;
  private long first = -1;
  private long last = -1;
  private long waiting;
  private long running;
  private long retrying;

  /**
   * A lane that begins at a time.
   *
   * @param origin in milliseconds since 1970
   */
  Lane(long origin) {
    this.origin = origin;
    this.until = origin;
  }

  void waiting(long now, long chunks) {
    advance(now);
    waiting = chunks;
  }

  void claimed(long now, boolean again) {
    advance(now);
    running++;
    if (again) {
      retrying = Math.max(0, retrying - 1);
    } else {
      waiting = Math.max(0, waiting - 1);
    }
    first = first < 0 ? now : first;
    last = now;
  }

  void left(long now, boolean toRetry) {
    advance(now);
    running = Math.max(0, running - 1);
    retrying += toRetry ? 1 : 0;
    last = now;
  }

  /** Nothing waits any more, whatever was thought. */
  void ended(long now) {
    advance(now);
    waiting = 0;
    retrying = 0;
  }

  private void advance(long now) {
    while (now - origin >= BINS * width) {
      halve(wait);
      halve(run);
      halve(retry);
      width *= 2;
    }
    while (until < now) {
      int bin = (int) ((until - origin) / width);
      long end = Math.min(now, origin + (bin + 1) * width);
      wait[bin] += (double) waiting * (end - until);
      run[bin] += (double) running * (end - until);
      retry[bin] += (double) retrying * (end - until);
      until = end;
    }
  }

  private static void halve(double[] bins) {
    for (int i = 0; i < BINS / 2; i++) {
      bins[i] = bins[2 * i] + bins[2 * i + 1];
    }
    Arrays.fill(bins, BINS / 2, BINS, 0);
  }

  /** Brings all lanes of a job to one width, so that they can stand on one clock. */
  void widen(long now, long atLeast) {
    advance(now);
    while (width < atLeast) {
      halve(wait);
      halve(run);
      halve(retry);
      width *= 2;
    }
  }

  long width() {
    return width;
  }

  /** When the first chunk was taken, in milliseconds behind the origin; -1: never. */
  long first() {
    return first < 0 ? -1 : first - origin;
  }

  /** When a chunk was last taken or given back. */
  long last() {
    return last < 0 ? -1 : last - origin;
  }

  boolean busy() {
    return running > 0 || retrying > 0;
  }

  /** Mean numbers of chunks in each bin up to a time. */
  Bins bins(int count) {
    return new Bins(mean(wait, count), mean(run, count), mean(retry, count));
  }

  private double[] mean(double[] sums, int count) {
    var mean = new double[count];
    for (int i = 0; i < count; i++) {
      mean[i] = sums[i] / width;
    }
    return mean;
  }

  /** Mean numbers of chunks, a bin each. */
  record Bins(double[] waiting, double[] run, double[] retry) {}
}
