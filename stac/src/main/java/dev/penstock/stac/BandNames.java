package dev.penstock.stac;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file of a band, whatever a catalogue calls it: by the common name that the file tells,
 * by the keys in use. GeoTIFFs go before files of another kind.
 */
public final class BandNames {
  private static final Map<String, List<String>> SENTINEL_2 =
      Map.of(
          "blue", List.of("blue", "B02"),
          "green", List.of("green", "B03"),
          "red", List.of("red", "B04"),
          "rededge", List.of("rededge1", "B05"),
          "nir", List.of("nir", "B08"),
          "classification", List.of("scl", "SCL"));

  private BandNames() {}

  /**
   * A band of a file.
   *
   * @param band number in the file, from 0
   */
  public record Place(Asset asset, int band) {}

  /**
   * Where a band of a scene lies.
   *
   * @param name as indices use it, or {@code classification}
   */
  public static Optional<Place> find(Item item, String name) {
    List<Place> places = new ArrayList<>();
    for (String key : SENTINEL_2.getOrDefault(name, List.of(name))) {
      add(item.assets().get(key), places);
      add(item.assets().get(key + "-jp2"), places);
    }
    if (places.isEmpty()) {
      item.assets().values().stream()
          .sorted((a, b) -> a.key().compareTo(b.key()))
          .filter(asset -> asset.commonNames().contains(name))
          .forEach(asset -> places.add(new Place(asset, asset.commonNames().indexOf(name))));
    }
    Optional<Place> tiff = places.stream().filter(place -> place.asset().tiff()).findFirst();
    return tiff.isPresent() ? tiff : places.stream().findFirst();
  }

  private static void add(@Nullable Asset asset, List<Place> places) {
    if (asset != null) {
      places.add(new Place(asset, 0));
    }
  }
}
