package dev.penstock.geometry.store;

import dev.penstock.job.JobId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The features of one chunk on their way into the store, read once, in the order of their items.
 *
 * @param writer who writes; names the receipt
 * @param srs the same for all batches of a job
 * @param columns every property name in the batch
 * @param warnings how many of the features have which warning, by code
 */
public record FeatureBatch(
    Writer writer, Srs srs, List<PropertyColumn> columns, Map<String, Long> warnings, Rows rows) {
  public FeatureBatch {
    columns = List.copyOf(columns);
    warnings = Map.copyOf(warnings);
  }

  /** A batch without warnings. */
  public FeatureBatch(Writer writer, Srs srs, List<PropertyColumn> columns, Rows rows) {
    this(writer, srs, columns, Map.of(), rows);
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
