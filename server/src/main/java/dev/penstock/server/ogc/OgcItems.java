package dev.penstock.server.ogc;

import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.geometry.store.FeatureCollections.Properties;
import dev.penstock.server.collection.PagesInHand;
import dev.penstock.server.collection.Projected;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.RefusedException;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** {@code /ogc/collections/{collection}/items}: pages of features, and single ones. */
public final class OgcItems {
  private final FeatureCollections collections;
  private final OgcCollections named;
  private final PagesInHand pages = PagesInHand.ofHeap(Runtime.getRuntime().maxMemory());

  public OgcItems(FeatureCollections collections, OgcCollections named) {
    this.collections = collections;
    this.named = named;
  }

  public Reply items(Exchange exchange) throws IOException {
    Query query = exchange.query();
    Described collection = named.find(exchange);
    var asked = ItemsQuery.of(query, () -> properties(collection.id()));
    FeatureCollections.Query wanted = asked.of(collection);
    var form = new PageForm(named.links(exchange), query, asked);
    if (wanted == null) {
      return page(form, new Page.Found(collection, List.of(), List.of(), ""), asked);
    }
    var held = pages.read(() -> collections.items(wanted));
    return switch (held.page()) {
      case Page.Found found -> {
        try {
          yield page(form, found, asked).closing(held);
        } catch (RuntimeException e) {
          held.close();
          throw e;
        }
      }
      case Page.NoSuchCollection none -> throw OgcCollections.unknown(collection.id());
      case Page.BadCursor bad ->
          Reply.refused(
              Code.CURSOR_INVALID,
              "The cursor is not ours, or what it read is gone. Start without a cursor.");
    };
  }

  private Properties properties(String collection) {
    try {
      return collections.properties(collection);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reply.Streamed page(PageForm form, Page.Found found, ItemsQuery asked) {
    Projected projected = Projected.of(found.collection().srs(), asked.crs());
    return new Reply.Streamed(
        200,
        Links.GEOJSON,
        contentCrs(asked.crs().code().uri()),
        -1,
        out -> form.writeTo(out, found, projected));
  }

  public Reply item(Exchange exchange) throws IOException {
    Query query = exchange.query().only("crs", "f");
    Described collection = named.find(exchange);
    var asked = ItemsQuery.of(query, () -> new Properties(List.of(), true));
    String id = exchange.path("feature");
    var held = pages.read(() -> collections.item(collection.id(), FeatureIds.wanted(id)));
    if (!(held.page() instanceof Page.Found found) || found.rows().isEmpty()) {
      held.close();
      throw unknown(collection.id(), id);
    }
    var form = new PageForm(named.links(exchange), query, asked);
    Projected projected = Projected.of(collection.srs(), asked.crs());
    return new Reply.Streamed(
            200,
            Links.GEOJSON,
            contentCrs(asked.crs().code().uri()),
            -1,
            out -> form.writeOne(out, found, projected))
        .closing(held);
  }

  private static RefusedException unknown(String collection, String id) {
    return HttpProblem.of(
            Code.FEATURE_UNKNOWN,
            "Collection '%s' has no feature '%s'."
                .formatted(Exchange.clip(collection), Exchange.clip(id)))
        .refused();
  }

  private static Map<String, String> contentCrs(String uri) {
    return Map.of("Content-Crs", "<" + uri + ">");
  }
}
