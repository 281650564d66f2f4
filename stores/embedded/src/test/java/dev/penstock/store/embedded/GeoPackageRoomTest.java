package dev.penstock.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blob.StoreFullException;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Published;
import dev.penstock.geometry.store.Written;
import dev.penstock.job.JobId;
import dev.penstock.testkit.Features;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that has less left than the reserve: the engine needs that to end jobs. */
class GeoPackageRoomTest {
  private static final JobId JOB = Features.job(1);
  private static final Publication PUBLICATION =
      Features.publication(JOB, 0, 1, "roads", Publication.Mode.REPLACE);

  @TempDir private Path folder;

  @Test
  void nothingIsWrittenOrSealedIntoTheReserve() throws IOException {
    try (var full = open(Long.MAX_VALUE)) {
      assertThatThrownBy(() -> write(full))
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining("reserved");
      assertThat(full.jobs()).isEmpty();
    }
    try (var store = open(0)) {
      assertThat(write(store)).isEqualTo(Written.APPLIED);
    }
    try (var full = open(Long.MAX_VALUE)) {
      assertThatThrownBy(() -> full.publish(PUBLICATION)).isInstanceOf(StoreFullException.class);
      assertThat(full.collection("roads")).isEmpty();
    }
    try (var store = open(0)) {
      assertThat(store.publish(PUBLICATION)).isInstanceOf(Published.Visible.class);
      var query = new FeatureCollections.Query("roads", null, "", 10);
      assertThat(((FeatureCollections.Page.Found) store.items(query)).rows()).hasSize(1);
    }
  }

  private static Written write(GeoPackageStore store) throws IOException {
    return store.write(Features.batch(JOB, 0, 0, 1, Features.point(0, 1, 1)));
  }

  private GeoPackageStore open(long reserve) throws IOException {
    return GeoPackageStore.open(folder, InstantSource.system(), reserve);
  }
}
