package dev.penstock.geometry.store;

import dev.penstock.pipeline.Residue;
import java.io.IOException;

/**
 * Keeps features. A job's rows are staged, unseen by readers, until its publication flips the
 * collection's head to a new generation in one compare-and-set. Each method is one atomic step,
 * durable on return, and safe to call again after a crash. Thread-safe.
 *
 * <p>Writers are ordered by (job, fence): of two jobs the one whose payload began to arrive later
 * wins, also over an earlier one whose retry holds a newer fence; job ids sort that way.
 */
public interface FeatureStore extends Residue, AutoCloseable {
  /** Rows and receipt of one chunk, in one transaction of the store. */
  Written write(FeatureBatch batch) throws IOException;

  /**
   * Seals what the job wrote and makes it visible: exactly as many features as expected, or
   * nothing. Asked again for the same chunk, it answers the same.
   */
  Published publish(Publication publication) throws IOException;

  @Override
  void close() throws IOException;
}
