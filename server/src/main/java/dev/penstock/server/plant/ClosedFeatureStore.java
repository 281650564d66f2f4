package dev.penstock.server.plant;

import dev.penstock.geometry.store.FeatureBatch;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Published;
import dev.penstock.geometry.store.Written;
import dev.penstock.job.JobId;
import java.util.List;

/** A store that was never opened: lets a pipeline be declared without a data folder. */
final class ClosedFeatureStore implements FeatureStore {
  @Override
  public Written write(FeatureBatch batch) {
    throw closed();
  }

  @Override
  public Published publish(Publication publication) {
    throw closed();
  }

  @Override
  public List<JobId> jobs() {
    throw closed();
  }

  @Override
  public void discard(JobId job, int round) {
    throw closed();
  }

  @Override
  public void removed(JobId job) {
    throw closed();
  }

  @Override
  public void close() {}

  private static IllegalStateException closed() {
    return new IllegalStateException("the pipeline is only declared, its store is not open");
  }
}
