package dev.penstock.raster.measure;

import java.util.List;

/**
 * One or more valid polygons that do not overlap, in degrees of longitude and latitude (WGS 84),
 * their edges straight in degrees, as GeoJSON has them.
 */
public record Outline(List<Part> polygons) {
  public Outline {
    polygons = List.copyOf(polygons);
  }

  /**
   * One polygon.
   *
   * @param rings the outer one and then the holes, each x and y side by side; closed or not, any
   *     direction
   */
  public record Part(List<double[]> rings) {
    public Part {
      rings = List.copyOf(rings);
    }
  }

  /** A polygon without holes. */
  public static Outline of(double... ring) {
    return new Outline(List.of(new Part(List.of(ring))));
  }
}
