package dev.penstock.store.embedded;

import dev.penstock.testkit.FeatureStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by GeoPackage files in a folder whose name needs care in a URI. */
class GeoPackageStoreTest extends FeatureStoreContract {
  @TempDir private Path folder;

  @Override
  protected Opened open() throws IOException {
    var store =
        GeoPackageStore.open(
            folder.resolve("features 100%?synchronous=OFF&é#"), InstantSource.system());
    return new Opened(store, store);
  }
}
