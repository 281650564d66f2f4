package dev.penstock.server.collection;

import dev.penstock.crs.Transform;
import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads pages of features and writes them as GeoJSON, within one bound on memory. Thread-safe. */
public final class ItemPages {
  private static final int MANY = 1_000;

  private final FeatureCollections collections;
  private final PagesInHand pages = PagesInHand.ofHeap(Runtime.getRuntime().maxMemory());

  public ItemPages(FeatureCollections collections) {
    this.collections = collections;
  }

  /**
   * Which page of which collection.
   *
   * @param box in degrees of WGS 84
   * @param cursor of the page before
   */
  record Wish(Described collection, Optional<Bounds> box, int limit, Optional<String> cursor) {}

  /** Where a page's links go, and in which CRS it is. */
  record Dress(String self, String next, Transform transform, Map<String, String> headers) {}

  /** A page in WGS 84; {@code self} has a query already. */
  Reply read(Wish wish, String self) throws IOException {
    Projected crs = Projected.of(wish.collection().srs());
    String bbox =
        wish.box()
            .map(
                box ->
                    "&bbox=%s,%s,%s,%s".formatted(box.minX(), box.minY(), box.maxX(), box.maxY()))
            .orElse("");
    String cursor =
        wish.cursor().map(text -> "&cursor=" + CollectionsResource.encoded(text)).orElse("");
    return read(wish, new Dress(self + bbox + cursor, self + bbox, crs.toWgs84(), Map.of()));
  }

  /** A page in a dress of one's own. */
  Reply read(Wish wish, Dress dress) throws IOException {
    Described collection = wish.collection();
    Projected crs = Projected.of(collection.srs());
    Bounds within = wish.box().map(crs::fromWgs84).orElse(null);
    if (within != null && within.isNone()) {
      return page(new Page.Found(collection, List.of(), ""), dress);
    }
    var held = pages.read(() -> collections.items(query(wish, within)));
    return switch (held.page()) {
      case Page.Found found -> {
        try {
          var meeting = wish.box().map(degrees -> meeting(degrees, found, crs)).orElse(found);
          yield page(meeting, dress).closing(held);
        } catch (RuntimeException e) {
          held.close();
          throw e;
        }
      }
      case Page.NoSuchCollection _ -> throw CollectionsResource.unknown(collection.id());
      case Page.BadCursor _ ->
          Reply.refused(
              Code.CURSOR_INVALID,
              "The cursor is not ours, or what it read is gone. Start without a cursor.");
    };
  }

  private static FeatureCollections.Query query(Wish wish, @Nullable Bounds within) {
    return new FeatureCollections.Query(
        wish.collection().id(), within, wish.cursor().orElse(""), wish.limit());
  }

  /** The box in the stored CRS is larger than the one that was asked for: leaves out the rest. */
  private static Page.Found meeting(Bounds degrees, Page.Found found, Projected crs) {
    return new Page.Found(
        found.collection(),
        found.rows().stream().filter(row -> crs.mayMeet(row.bounds(), degrees)).toList(),
        found.next());
  }

  private static Reply.Streamed page(Page.Found found, Dress dress) {
    var links = new TreeMap<>(Map.of("self", dress.self()));
    if (!found.next().isEmpty()) {
      links.put("next", dress.next() + "&cursor=" + CollectionsResource.encoded(found.next()));
    }
    var page = new FeaturePage(found, dress.transform(), links);
    return new Reply.Streamed(200, "application/geo+json", dress.headers(), -1, page::writeTo);
  }

  /** One feature by its id; reads the collection until it comes. */
  Optional<Reply> one(Described collection, String id, Dress dress) throws IOException {
    String text = '"' + id.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    String cursor = "";
    do {
      var wish = new Wish(collection, Optional.empty(), MANY, Optional.of(cursor));
      try (var held = pages.read(() -> collections.items(query(wish, null)))) {
        if (!(held.page() instanceof Page.Found found)) {
          return Optional.empty();
        }
        for (FeatureRow row : found.rows()) {
          if (text.equals(row.id()) || id.equals(row.id())) {
            var alone = new Page.Found(collection, List.of(row), "");
            var page = new FeaturePage(alone, dress.transform(), Map.of("self", dress.self()));
            return Optional.of(
                new Reply.Streamed(
                    200, "application/geo+json", dress.headers(), -1, page::writeOne));
          }
        }
        cursor = found.next();
      }
    } while (!cursor.isEmpty());
    return Optional.empty();
  }
}
