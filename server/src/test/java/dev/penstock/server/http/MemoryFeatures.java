package dev.penstock.server.http;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Published features in memory; a cursor is the index of the next row. */
final class MemoryFeatures implements FeatureCollections {
  private final Map<String, Described> described = new ConcurrentHashMap<>();
  private final Map<String, List<FeatureRow>> rows = new ConcurrentHashMap<>();

  void put(Described collection, List<FeatureRow> features) {
    described.put(collection.id(), collection);
    rows.put(collection.id(), features);
  }

  @Override
  public Optional<Described> collection(String id) {
    return Optional.ofNullable(described.get(id));
  }

  @Override
  public List<Described> collections(String after, int limit) {
    return new TreeMap<>(described).tailMap(after, false).values().stream().limit(limit).toList();
  }

  @Override
  public Page items(Query query) {
    if (!described.containsKey(query.collection())) {
      return new Page.NoSuchCollection();
    }
    if (!query.cursor().matches("[0-9]{0,9}")) {
      return new Page.BadCursor();
    }
    int from = query.cursor().isEmpty() ? 0 : Integer.parseInt(query.cursor());
    List<FeatureRow> all =
        rows.getOrDefault(query.collection(), List.of()).stream()
            .filter(row -> meets(row.bounds(), query.within()))
            .toList();
    int to = Math.min(all.size(), from + query.limit());
    Described collection = collection(query.collection()).orElseThrow();
    return new Page.Found(
        collection, all.subList(from, to), to < all.size() ? Integer.toString(to) : "");
  }

  private static boolean meets(Bounds bounds, @Nullable Bounds within) {
    return within == null || bounds.meets(within);
  }
}
