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

  /** The feature of that id or place, alone on its page; an empty page when there is none. */
  Page item(String collection, Wanted wanted) throws IOException;

  /** The properties that features of a collection have; none for a collection that is not there. */
  Properties properties(String collection) throws IOException;

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
   * @param filter which of them; where it leaves out many, a page may end before its limit
   */
  record Query(
      String collection, @Nullable Bounds within, String cursor, int limit, Filter filter) {
    /** Without a filter. */
    public Query(String collection, @Nullable Bounds within, String cursor, int limit) {
      this(collection, within, cursor, limit, row -> true);
    }

    public Query {
      if (limit < 1 || limit > 10_000) {
        throw new IllegalArgumentException("limit must be from 1 to 10,000, was " + limit);
      }
    }
  }

  /** Whether a row is one that is asked for. */
  @FunctionalInterface
  interface Filter {
    boolean test(FeatureRow row) throws IOException;
  }

  /**
   * One feature.
   *
   * @param ids the JSON texts that its id may be written as
   * @param place as a page tells it, for a feature without an id; empty: look for the ids alone
   */
  record Wanted(List<String> ids, String place) {
    public Wanted {
      ids = List.copyOf(ids);
    }
  }

  /**
   * What features may have.
   *
   * @param all whether these are all; with very many, a store does not know each
   */
  record Properties(List<Property> known, boolean all) {
    public Properties {
      known = List.copyOf(known);
    }
  }

  /** A property and the JSON type that its values have: string, integer, number or boolean. */
  record Property(String name, String type) {}

  /** What a page came to. */
  sealed interface Page {
    /**
     * Features; an empty {@code next} says that these are the last.
     *
     * @param places where each row is, good for {@link #item} as long as it is published
     */
    record Found(Described collection, List<FeatureRow> rows, List<String> places, String next)
        implements Page {}

    record NoSuchCollection() implements Page {}

    /** Not a cursor of ours, or its generation is gone: start again. */
    record BadCursor() implements Page {}
  }
}
