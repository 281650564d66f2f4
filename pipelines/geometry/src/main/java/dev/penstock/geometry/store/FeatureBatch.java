package dev.penstock.geometry.store;

import dev.penstock.job.JobId;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features of one chunk on their way into the store, read once, in the order of their items.
 *
 * @param writer who writes; names the receipt
 * @param srs the same for all batches of a job
 * @param columns every property name in the batch
 */
public record FeatureBatch(Writer writer, Srs srs, List<PropertyColumn> columns, Rows rows) {
  public FeatureBatch {
    columns = List.copyOf(columns);
  }

  /**
   * A chunk at one of its attempts.
   *
   * @param round 0, then one more for each replay of the job's dead letters
   * @param fence of the attempt; grows with every claim
   */
  public record Writer(JobId job, long chunk, int round, long fence) {}

  /** Rows one by one; null after the last. */
  @FunctionalInterface
  public interface Rows {
    @Nullable FeatureRow next() throws IOException;
  }
}
