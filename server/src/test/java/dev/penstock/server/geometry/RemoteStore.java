package dev.penstock.server.geometry;

import dev.penstock.geometry.store.FeatureBatch;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Published;
import dev.penstock.geometry.store.PublishedRows;
import dev.penstock.geometry.store.Srs;
import dev.penstock.geometry.store.Written;
import dev.penstock.job.JobId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** A store that may be far from the split stage: then that cannot ask it for a CRS. */
record RemoteStore(FeatureStore store, AtomicBoolean far) implements FeatureStore {
  @Override
  public Written write(FeatureBatch batch) throws IOException {
    return store.write(batch);
  }

  @Override
  public Published publish(Publication publication) throws IOException {
    return store.publish(publication);
  }

  @Override
  public Published publish(Publication publication, BooleanSupplier wanted) throws IOException {
    return store.publish(publication, wanted);
  }

  @Override
  public Optional<Srs> srs(String collection) throws IOException {
    return far.get() ? Optional.empty() : store.srs(collection);
  }

  @Override
  public Optional<PublishedRows> published(JobId job, int round) throws IOException {
    return store.published(job, round);
  }

  @Override
  public Optional<FeatureCollections> reads() {
    return far.get() ? Optional.empty() : store.reads();
  }

  @Override
  public List<JobId> jobs() throws IOException {
    return store.jobs();
  }

  @Override
  public void discard(JobId job, int round) throws IOException {
    store.discard(job, round);
  }

  @Override
  public void removed(JobId job) throws IOException {
    store.removed(job);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
