package dev.penstock.server.http;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureRow;
import java.io.IOException;
import java.util.ArrayList;
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
  public Page items(Query query) throws IOException {
    if (!described.containsKey(query.collection())) {
      return new Page.NoSuchCollection();
    }
    if (!query.cursor().matches("[0-9]{0,9}")) {
      return new Page.BadCursor();
    }
    int from = query.cursor().isEmpty() ? 0 : Integer.parseInt(query.cursor());
    var all = new ArrayList<FeatureRow>();
    for (FeatureRow row : rows.getOrDefault(query.collection(), List.of())) {
      if (meets(row.bounds(), query.within()) && query.filter().test(row)) {
        all.add(row);
      }
    }
    int to = Math.min(all.size(), from + query.limit());
    return found(
        query.collection(), all.subList(from, to), to < all.size() ? Integer.toString(to) : "");
  }

  @Override
  public Page item(String collection, Wanted wanted) {
    if (!described.containsKey(collection)) {
      return new Page.NoSuchCollection();
    }
    return found(
        collection,
        rows.getOrDefault(collection, List.of()).stream()
            .filter(
                row ->
                    wanted.ids().contains(row.id() == null ? "" : row.id())
                        || wanted.place().equals(Long.toString(row.item())))
            .toList(),
        "");
  }

  @Override
  public Properties properties(String collection) {
    return new Properties(List.of(), false);
  }

  private Page.Found found(String collection, List<FeatureRow> page, String next) {
    return new Page.Found(
        collection(collection).orElseThrow(),
        page,
        page.stream().map(row -> Long.toString(row.item())).toList(),
        next);
  }

  private static boolean meets(Bounds bounds, @Nullable Bounds within) {
    return within == null || bounds.meets(within);
  }
}
