package dev.penstock.server.ogc;

import dev.penstock.crs.Crs;
import dev.penstock.formats.JsonMembers;
import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.geometry.store.FeatureCollections.Filter;
import dev.penstock.geometry.store.FeatureCollections.Properties;
import dev.penstock.geometry.store.FeatureCollections.Property;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.server.collection.Projected;
import dev.penstock.server.web.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of {@code items}.
 *
 * @param crs that coordinates are wanted in
 */
record ItemsQuery(
    int limit,
    String cursor,
    Crs crs,
    Optional<BoxQuery> box,
    Optional<TimeQuery> time,
    PropertyQuery properties) {
  static final int USUAL = 10;
  static final int MOST = 10_000;

  private static final List<String> OWN =
      List.of("bbox", "bbox-crs", "crs", "cursor", "datetime", "f", "limit");

  /**
   * Reads the parameters.
   *
   * @param known which properties there are; asked only when some parameter could be one
   */
  static ItemsQuery of(Query query, Supplier<Properties> known) {
    Crs boxCrs = CrsNames.of("bbox-crs", query.one("bbox-crs"));
    var wanted = new TreeMap<String, String>();
    for (String name : query.names()) {
      if (!OWN.contains(name)) {
        query.one(name).ifPresent(value -> wanted.put(name, value));
      }
    }
    if (!wanted.isEmpty()) {
      check(query, known.get());
    }
    return new ItemsQuery(
        (int) Math.min(MOST, query.whole("limit", USUAL, 1, Long.MAX_VALUE)),
        query.one("cursor").orElse(""),
        CrsNames.of("crs", query.one("crs")),
        query.one("bbox").map(text -> BoxQuery.of(text, boxCrs)),
        query.one("datetime").map(TimeQuery::of),
        new PropertyQuery(wanted));
  }

  private static void check(Query query, Properties known) {
    if (known.all()) {
      var names = new ArrayList<>(OWN);
      known.known().stream().map(Property::name).forEach(names::add);
      query.only(names.toArray(String[]::new));
    }
  }

  /** Whether all features are asked for. */
  boolean all() {
    return box.isEmpty() && time.isEmpty() && properties.wanted().isEmpty();
  }

  /** The same for the store of a collection; null when nothing can lie in the box. */
  FeatureCollections.@Nullable Query of(Described collection) {
    var members = new JsonMembers();
    Filter rest =
        row -> (time.isEmpty() || time.get().meets(row, members)) && properties.meets(row, members);
    if (box.isEmpty()) {
      return new FeatureCollections.Query(collection.id(), null, cursor, limit, rest);
    }
    Projected projected = Projected.of(collection.srs(), box.get().crs());
    Bounds within = projected.toStored(box.get().around());
    if (within.isNone()) {
      return null;
    }
    List<Bounds> halves = box.get().halves();
    Filter inBox = row -> meets(row, halves, projected) && rest.test(row);
    return new FeatureCollections.Query(collection.id(), within, cursor, limit, inBox);
  }

  private static boolean meets(FeatureRow row, List<Bounds> halves, Projected projected)
      throws IOException {
    for (Bounds half : halves) {
      if (projected.mayMeet(row.bounds(), half) && projected.meets(row, half)) {
        return true;
      }
    }
    return false;
  }
}
