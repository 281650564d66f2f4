package dev.penstock.server.watch;

/** How long things took: a histogram on a log scale, good to 12 %. Used under its owner's lock. */
final class Spread {
  private static final int BUCKETS = 88;
  private static final double FIRST = 1e-4;
  private static final double STEP = Math.log(1.25);

  private final int[] counts = new int[BUCKETS];

  void add(double seconds) {
    counts[bucket(seconds)]++;
  }

  void add(Spread that) {
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] += that.counts[i];
    }
  }

  /** The value that a share of all stays below, in seconds; -1 when there is none. */
  double quantile(double share) {
    long total = 0;
    for (int count : counts) {
      total += count;
    }
    if (total == 0) {
      return -1;
    }
    long wanted = Math.max(1, (long) Math.ceil(total * share));
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return FIRST * Math.exp((i + 0.5) * STEP);
      }
    }
    throw new AssertionError("the counts were summed up just now");
  }

  private static int bucket(double seconds) {
    return seconds <= FIRST
        ? 0
        : Math.clamp((long) Math.floor(Math.log(seconds / FIRST) / STEP), 0, BUCKETS - 1);
  }
}
