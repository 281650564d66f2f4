package dev.penstock.geometry;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Srs;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.InputValues;
import java.io.IOException;
import java.util.Optional;

/**
 * Looks early whether a job's features can go where they are to go: a collection that they join
 * must be in their CRS. The publication decides; but that comes after all of the work.
 */
final class CollectionCrs {
  private final FeatureStore store;
  private final InputValues inputs;
  private final String collection;

  CollectionCrs(FeatureStore store, InputValues inputs, JobId job) {
    this.store = store;
    this.inputs = inputs;
    this.collection = GeometryInputs.collection(inputs, job);
  }

  /** What is wrong with a payload in this CRS, if something is. */
  Optional<Problem> problem(CrsCode source) throws IOException {
    if (GeometryInputs.mode(inputs) == Publication.Mode.REPLACE) {
      return Optional.empty();
    }
    Crs target = GeometryInputs.of(inputs).to().orElseGet(() -> CrsCatalog.standard().get(source));
    return store
        .srs(collection)
        .filter(there -> !same(there, Srses.of(target)))
        .map(there -> other(collection, there));
  }

  static Problem other(String collection, Srs srs) {
    return new Problem(
        "geometry.other_crs",
        "Collection %s is in %s:%d. Send to-crs=%s:%d, or mode=replace."
            .formatted(collection, srs.authority(), srs.code(), srs.authority(), srs.code()));
  }

  private static boolean same(Srs one, Srs other) {
    return one.code() == other.code() && one.authority().equalsIgnoreCase(other.authority());
  }
}
