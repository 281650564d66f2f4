package dev.penstock.geometry.store;

import dev.penstock.job.JobId;
import dev.penstock.pipeline.Residue;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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

  /**
   * The same, unless nobody wants it any more.
   *
   * @param wanted asked once more after the long part, right before readers would see it
   */
  default Published publish(Publication publication, BooleanSupplier wanted) throws IOException {
    return wanted.getAsBoolean() ? publish(publication) : new Published.Unwanted();
  }

  /** The CRS that a collection is in; empty when there is none, or its store is not open here. */
  default Optional<Srs> srs(String collection) throws IOException {
    return Optional.empty();
  }

  /**
   * What a job has published in rounds up to this one, to be read again; empty when it has
   * published nothing, or this store does not give it back.
   */
  default Optional<PublishedRows> published(JobId job, int round) throws IOException {
    return Optional.empty();
  }

  /** Reads what is published; empty where the store cannot, or is not open here. */
  default Optional<FeatureCollections> reads() {
    return this instanceof FeatureCollections collections
        ? Optional.of(collections)
        : Optional.empty();
  }

  @Override
  void close() throws IOException;
}
