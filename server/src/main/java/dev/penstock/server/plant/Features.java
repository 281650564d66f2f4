package dev.penstock.server.plant;

import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.server.config.Fleet;
import dev.penstock.store.embedded.GeoPackageStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The feature store of a data folder: open in the process that has it, closed in all others. */
final class Features implements Closeable {
  private final @Nullable StoreLock lock;
  private final @Nullable GeoPackageStore store;

  private Features(@Nullable StoreLock lock, @Nullable GeoPackageStore store) {
    this.lock = lock;
    this.store = store;
  }

  /**
   * Opens the store, if this process is one that has it.
   *
   * @param reserve bytes of disk that it leaves to others
   * @throws dev.penstock.engine.EngineUnavailableException when another process has it open
   */
  static Features open(DataFolder data, Fleet fleet, long reserve) throws IOException {
    if (!fleet.role().hasStore()) {
      return new Features(null, null);
    }
    StoreLock lock = StoreLock.take(data.path());
    try {
      return new Features(
          lock, GeoPackageStore.open(data.features(), InstantSource.system(), reserve));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** For pipelines. */
  FeatureStore store() {
    return store == null ? new ClosedFeatureStore() : store;
  }

  /**
   * For readers.
   *
   * @throws IllegalStateException where the store is closed: such a process answers nobody
   */
  FeatureCollections collections() {
    if (store == null) {
      throw new IllegalStateException("the feature store is open in another process");
    }
    return store;
  }

  /** The store's files, in another folder; see {@link GeoPackageStore#copyTo}. */
  void copyTo(Path folder) throws IOException {
    if (store != null) {
      store.copyTo(folder);
    }
  }

  @Override
  public void close() throws IOException {
    if (store != null) {
      store.close();
    }
    if (lock != null) {
      lock.close();
    }
  }
}
