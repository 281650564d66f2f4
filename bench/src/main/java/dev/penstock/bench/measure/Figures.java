package dev.penstock.bench.measure;

import java.util.Arrays;

/** A number of measured times, in nanoseconds, and what is said about them. */
public record Figures(long[] nanos) {
  public Figures {
    nanos = nanos.clone();
    Arrays.sort(nanos);
  }

  /** The time that a share of all stays below; in milliseconds. */
  public double millis(double share) {
    int at = (int) Math.min(nanos.length - 1L, Math.round(share * (nanos.length - 1)));
    return nanos[at] / 1e6;
  }

  @Override
  public String toString() {
    return "p50 %.2f ms, p99 %.2f ms, max %.2f ms of %d"
        .formatted(millis(0.5), millis(0.99), millis(1), nanos.length);
  }
}
