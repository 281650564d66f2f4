package dev.penstock.geometry;

/** Cells of the quadtree on Web Mercator that map tiles make, as Bing writes them. */
final class Quadkey {
  /** Where the square of Web Mercator ends. */
  private static final double NORTH = 85.05112877980659;

  private Quadkey() {}

  /** The cell of a place, a digit a level. */
  static String of(double longitude, double latitude, int levels) {
    double lat = Math.toRadians(Math.clamp(latitude, -NORTH, NORTH));
    double x = (longitude + 180) / 360;
    double y = 0.5 - Math.log((1 + Math.sin(lat)) / (1 - Math.sin(lat))) / (4 * Math.PI);
    long cells = 1L << levels;
    long column = Math.clamp((long) Math.floor(x * cells), 0, cells - 1);
    long row = Math.clamp((long) Math.floor(y * cells), 0, cells - 1);
    var key = new StringBuilder(levels);
    for (int level = levels - 1; level >= 0; level--) {
      key.append((char) ('0' + (column >> level & 1) + 2 * (row >> level & 1)));
    }
    return key.toString();
  }
}
