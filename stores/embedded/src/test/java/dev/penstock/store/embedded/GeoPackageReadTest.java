package dev.penstock.store.embedded;

import dev.penstock.testkit.FeatureReadContract;
import dev.penstock.testkit.FeatureStoreContract.Opened;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by GeoPackage files in a folder whose name needs care in a URI. */
class GeoPackageReadTest extends FeatureReadContract {
  @TempDir private Path folder;

  @Override
  protected Opened open() throws IOException {
    var store =
        GeoPackageStore.open(
            folder.resolve("features 100%?synchronous=OFF&é#"), InstantSource.system());
    return new Opened(store, store);
  }
}
