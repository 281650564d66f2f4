package dev.penstock.ndvi.scene;

import dev.penstock.job.Problem;
import dev.penstock.stac.Asset;
import dev.penstock.stac.BandNames;
import dev.penstock.stac.Duplicates;
import dev.penstock.stac.Item;
import dev.penstock.stac.OffsetDecision;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides what of a catalogue's item is read.
 *
 * @param bands that are needed, by the names that indices use
 * @param offset of Sentinel-2's bands, where somebody has set it
 * @param files whether files of this machine may be meant
 */
public record Scenes(Set<String> bands, OptionalInt offset, boolean files) {
  /** Sentinel-2's numbers are ten thousandths. */
  private static final double SENTINEL_2 = 1e-4;

  public Scenes {
    bands = Set.copyOf(bands);
  }

  /** What an item turns out to be. */
  public sealed interface Chosen {}

  /** A scene with all that is needed. */
  public record Usable(SceneOrder order) implements Chosen {}

  /** A scene that lacks something. */
  public record Lacking(SceneOrder.Facts facts, Problem problem) implements Chosen {}

  /** No scene of this kind at all: radar, heights, another product. */
  public record Foreign() implements Chosen {}

  /** Looks at an item. */
  public Chosen of(Item item) {
    var places = new ArrayList<SceneOrder.Band>();
    var missing = new ArrayList<String>();
    OffsetDecision decision = new OffsetDecision(0, OffsetDecision.Source.NONE, "not Sentinel-2");
    Optional<Problem> refused = Optional.empty();
    for (String name : bands.stream().sorted().toList()) {
      Optional<BandNames.Place> place = BandNames.find(item, name);
      if (place.isEmpty()) {
        missing.add(name);
        continue;
      }
      Asset asset = place.get().asset();
      if (sentinel2(item)) {
        decision = OffsetDecision.of(item, asset, offset);
      }
      refused = refused.or(() -> refusal(asset.href()));
      var meaning = sentinel2(item) ? sentinel(decision) : described(asset, place.get().band());
      places.add(new SceneOrder.Band(name, asset.href().toString(), place.get().band(), meaning));
    }
    if (places.isEmpty()) {
      return new Foreign();
    }
    SceneOrder.Facts facts = facts(item, decision);
    if (!missing.isEmpty()) {
      return new Lacking(
          facts,
          new Problem("ndvi.band_missing", "The scene has no band " + String.join(", ", missing)));
    }
    return refused.isPresent()
        ? new Lacking(facts, refused.get())
        : new Usable(new SceneOrder(facts, places, classification(item)));
  }

  private static boolean sentinel2(Item item) {
    return item.collection().startsWith("sentinel-2")
        || item.text("platform").orElse("").toLowerCase(Locale.ROOT).startsWith("sentinel-2");
  }

  private static SceneOrder.Meaning sentinel(OffsetDecision decision) {
    return new SceneOrder.Meaning(SENTINEL_2, decision.offset() * SENTINEL_2, 0);
  }

  /** Scale and offset that the catalogue tells of a band; null if it does not. */
  private static SceneOrder.@Nullable Meaning described(Asset asset, int band) {
    JsonNode bands = asset.json().path("raster:bands");
    JsonNode told = bands.isArray() ? bands.path(band) : asset.json().path("bands").path(band);
    JsonNode scale = told.has("scale") ? told.path("scale") : told.path("raster:scale");
    JsonNode offset = told.has("offset") ? told.path("offset") : told.path("raster:offset");
    return scale.isNumber() || offset.isNumber()
        ? new SceneOrder.Meaning(scale.asDouble(1), offset.asDouble(0), 0)
        : null;
  }

  private @Nullable String classification(Item item) {
    return BandNames.find(item, "classification")
        .map(place -> place.asset().href())
        .filter(href -> refusal(href).isEmpty())
        .map(URI::toString)
        .orElse(null);
  }

  private Optional<Problem> refusal(URI href) {
    String scheme = href.getScheme() == null ? "" : href.getScheme().toLowerCase(Locale.ROOT);
    boolean known = List.of("http", "https").contains(scheme) || (files && scheme.equals("file"));
    return known
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "ndvi.asset_address",
                "A file of the scene has an address that is not read from: %s:..."
                    .formatted(scheme)));
  }

  private static SceneOrder.Facts facts(Item item, OffsetDecision decision) {
    return new SceneOrder.Facts(
        Duplicates.sceneKey(item),
        item.id(),
        item.collection(),
        item.time().toEpochMilli(),
        "%09.2f %s".formatted(Duplicates.baseline(item), item.text("created").orElse("")),
        item.properties().path("eo:cloud_cover").asDouble(-1),
        decision.offset(),
        decision.evidence());
  }
}
