package dev.penstock.crs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A definition in PROJ's notation, {@code +proj=utm +zone=33 +datum=WGS84}, by key.
 *
 * @param values value by key; empty for a key without one
 */
record ProjText(Map<String, String> values) {

  static ProjText of(String text) {
    Map<String, String> values = new HashMap<>();
    for (String word : text.strip().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      values.put(
          word.substring(1, equals < 0 ? word.length() : equals),
          equals < 0 ? "" : word.substring(equals + 1));
    }
    return new ProjText(values);
  }

  /** Our own projection for this definition, or empty where there is none. */
  Optional<Projection> projection() {
    if (!text("units", "m").equals("m")) {
      return Optional.empty();
    }
    return switch (text("proj", "")) {
      case "longlat" -> onWgs84() ? Optional.of(new LonLat()) : Optional.empty();
      case "merc" -> sphericalMercator();
      case "utm" -> onWgs84() ? Optional.of(transverse(utm())) : Optional.empty();
      case "tmerc" -> onWgs84() ? Optional.of(transverse(grid())) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Whether the datum is WGS 84 or, like ETRS89 and NAD83, taken for equal to it. */
  private boolean onWgs84() {
    return text("datum", "").equals("WGS84")
        || (text("towgs84", "").equals("0,0,0") && text("ellps", "").matches("GRS80|WGS84"));
  }

  private Optional<Projection> sphericalMercator() {
    boolean sphere = text("a", "a").equals(text("b", "b"));
    boolean plain = number("lon_0", 0) == 0 && number("x_0", 0) == 0 && number("y_0", 0) == 0;
    boolean onWgs84 = text("nadgrids", "").equals("@null");
    return sphere && plain && onWgs84
        ? Optional.of(new SphericalMercator(number("a", 0)))
        : Optional.empty();
  }

  private Projection transverse(TransverseMercator.Grid grid) {
    Ellipsoid ellipsoid =
        text("ellps", "WGS84").equals("GRS80") ? Ellipsoid.GRS80 : Ellipsoid.WGS84;
    return new TransverseMercator(ellipsoid, grid);
  }

  private TransverseMercator.Grid utm() {
    double meridian = number("zone", 0) * 6 - 183;
    double northing = values.containsKey("south") ? 10_000_000 : 0;
    return new TransverseMercator.Grid(meridian, 0, 0.9996, 500_000, northing);
  }

  private TransverseMercator.Grid grid() {
    return new TransverseMercator.Grid(
        number("lon_0", 0), number("lat_0", 0), number("k", 1), number("x_0", 0), number("y_0", 0));
  }

  private String text(String key, String absent) {
    return values.getOrDefault(key, absent);
  }

  private double number(String key, double absent) {
    String text = values.get(key);
    return text == null ? absent : Double.parseDouble(text);
  }
}
