package dev.penstock.geometry.store;

import dev.penstock.job.JobId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads published features. A reader sees one whole generation, never half of one. Thread-safe. */
public interface FeatureCollections {
  Optional<Described> collection(String id) throws IOException;

  /** Collections in the order of their ids, those after {@code after}. */
  List<Described> collections(String after, int limit) throws IOException;

  /** A page of features in a stable order. */
  Page items(Query query) throws IOException;

  /**
   * A collection at its newest generation.
   *
   * @param bounds of all its features, in its CRS
   * @param job that published last
   */
  record Described(
      String id,
      long generation,
      long features,
      Bounds bounds,
      Srs srs,
      Instant published,
      JobId job) {}

  /**
   * Which features.
   *
   * @param within features whose bounds meet this box, in the collection's CRS; null: all
   * @param cursor from the page before; empty: the first page. It pins the generation.
   * @param limit 1 to 10,000
   */
  record Query(String collection, @Nullable Bounds within, String cursor, int limit) {
    public Query {
      if (limit < 1 || limit > 10_000) {
        throw new IllegalArgumentException("limit must be from 1 to 10,000, was " + limit);
      }
    }
  }

  /** What a page came to. */
  sealed interface Page {
    /** Features; an empty {@code next} says that these are the last. */
    record Found(Described collection, List<FeatureRow> rows, String next) implements Page {}

    record NoSuchCollection() implements Page {}

    /** Not a cursor of ours, or its generation is gone: start again. */
    record BadCursor() implements Page {}
  }
}
