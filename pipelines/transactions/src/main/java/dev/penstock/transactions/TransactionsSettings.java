package dev.penstock.transactions;

import dev.penstock.pipeline.RetryPolicy;
import java.time.Duration;

/**
 * How the pipeline cuts and how much it does at once.
 *
 * @param cores chunks parsed, and pools matched, at the same time
 * @param rowsInChunk a chunk that has so many rows is full
 * @param bytesInChunk a chunk that has so many bytes is full
 * @param patience with price sources; when it ends, rows stay unpriced until the next run
 */
public record TransactionsSettings(
    int cores, int rowsInChunk, long bytesInChunk, RetryPolicy patience) {
  private static final RetryPolicy PATIENCE =
      new RetryPolicy(8, 3, Duration.ofMillis(500), Duration.ofMinutes(2));

  /**
   * For so many cores. Chunks of 16,000 rows cost the engine little and are a few hundred
   * milliseconds of work; smaller ones were measured slower.
   */
  public static TransactionsSettings forMachine(int cores) {
    return new TransactionsSettings(cores, 16_000, 8L << 20, PATIENCE);
  }
}
